"""Every Django form, a library's too, drawn with GOV.UK components."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.dates import asks

# For each widget, the most particular first: the template's name for it, and the class of its inputs.
KINDS: list[tuple[type[forms.Widget], str, str]] = [
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.MultiWidget, "parts", ""),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.Select, "select", "govuk-select"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.PasswordInput, "password", "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (forms.Widget, "input", "govuk-input"),
]


# What to do about a field left empty, by the kind of field; Django's own words do not say which field they mean.
EMPTY = {
    "radios": _("Choose %(what)s"),
    "checkboxes": _("Choose %(what)s"),
    "select": _("Choose %(what)s"),
    "file": _("Choose a file for %(what)s"),
    "checkbox": _("Tick the box “%(label)s”"),
}
# Django's own words for these name no field either, and are no words of ours.
TOO_MUCH = {
    "max_length": _("Shorten it to %(limit_value)d characters or fewer: it has %(show_value)d"),
    "min_length": _("Make it %(limit_value)d characters or more: it has %(show_value)d"),
    "max_value": _("Give %(limit_value)s or less"),
    "min_value": _("Give %(limit_value)s or more"),
}
# Of a label that is itself a question: "Choose when is help needed?" is no sentence.
UNANSWERED = _("Answer the question “%(label)s”")


class PlainBoundField(forms.BoundField):
    """One field of one form, as ``pages/field.html`` draws it."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
            label = str(self.label)
            # "Enter first name", but "Enter NHS number".
            what = label if label[1:2].isupper() else label[:1].lower() + label[1:]
            says = EMPTY.get(self.kind, _("Say %(what)s") if asks(label) else _("Enter %(what)s"))
            if label.endswith("?"):
                says = UNANSWERED
            field.error_messages["required"] = says % {
                "what": what,
                "label": label,
            }

        if not isinstance(field, forms.FileField):
            for code, words in TOO_MUCH.items():
                field.error_messages.setdefault(code, words)

    @property
    def summary(self) -> list[str]:
        """What is wrong with it as the summary above the page says it: each names the field, which is far below."""
        label = str(self.label)
        # A question stands by itself; what a sentence says already is not said twice.
        before = f"{label} " if label.endswith("?") else f"{label}: "
        return [text if label.lower() in text.lower() else before + text for text in map(str, self.errors)]

    @property
    def _entry(self) -> tuple[str, str]:
        return next((kind, css) for widget, kind, css in KINDS if isinstance(self.field.widget, widget))

    @property
    def kind(self) -> str:
        """Which component draws it."""
        return self._entry[0]

    @property
    def use_fieldset(self) -> bool:
        """Whether several inputs answer one question, so that the question is a legend."""
        return self.kind in ("checkboxes", "radios", "parts")

    @property
    def is_optional(self) -> bool:
        """Whether the page says that it may be left empty. A form that asks for it in most cases says ``is_asked``."""
        field = self.field
        is_asked = field.required or getattr(field, "is_asked", False)
        return self.kind != "checkbox" and not is_asked and not field.disabled

    @property
    def first_id(self) -> str:
        """The id of the input to which an error links."""
        if self.kind == "parts":
            return f"{self.auto_id}{self.field.widget.widgets_names[0]}"
        return f"{self.auto_id}_0" if self.use_fieldset else str(self.id_for_label)

    @property
    def counts_to(self) -> int | None:
        """The most characters a text may have, where they are counted as they are typed."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def aria_describedby(self) -> str:
        """The ids of hint, error and count."""
        count = f"{self.auto_id}-info" if self.counts_to else ""
        return " ".join(filter(None, (super().aria_describedby, count)))

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes of the input, with the component's classes."""
        attrs = super().build_widget_attrs(attrs, widget)
        if (widget or self.field.widget).is_hidden:
            attrs.pop("aria-describedby", None)
            return attrs
        kind, css = self._entry
        attrs["placeholder"] = False  # it vanishes as one types, and is too pale to read
        own = self.field.widget.attrs.get("class", "")
        counted = "govuk-js-character-count" if self.counts_to else ""
        wrong = f"{css.split()[0]}--error" if css and self.errors and not self.use_fieldset else ""
        attrs["class"] = " ".join(filter(None, (css, own, counted, wrong)))
        if kind != "parts" and self.use_fieldset:
            attrs.pop("aria-invalid", None)  # no attribute of one radio: the group's error says it
        if kind == "password":
            attrs |= {"spellcheck": "false", "autocapitalize": "none"}
        return attrs


class GovukRenderer(TemplatesSetting):
    """Django's form renderer for the whole site."""

    form_template_name = "pages/fields.html"
    field_template_name = "pages/field.html"
    bound_field_class = PlainBoundField
