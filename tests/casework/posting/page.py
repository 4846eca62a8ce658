"""One page of the site, read as a browser reads it: its forms with what stands in them, its errors and where they lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "meta", "link", "br", "img", "hr", "area", "base", "col", "embed", "source", "track", "wbr"}
SUMMARY = "govuk-error-summary"


@dataclass
class Control:
    """One input of one form.

    Attributes:
        name: the name it sends.
        kind: text, textarea, select, radio, checkbox, hidden, password, file or submit; other types are text.
        value: what stands in it, or what it sends where it is ticked.
        is_on: whether it is ticked.
        options: of a select: what each sends, and whether it is chosen.
    """

    name: str
    kind: str
    value: str = ""
    is_on: bool = False
    options: list[tuple[str, bool]] = field(default_factory=list)


@dataclass
class Form:
    """One form that is posted."""

    action: str
    controls: list[Control] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """What it sends, each name once, in order."""
        return list(dict.fromkeys(one.name for one in self.controls if one.kind != "submit"))

    def named(self, name: str) -> list[Control]:
        """The inputs of one name."""
        return [one for one in self.controls if one.name == name]

    def offered(self, name: str) -> list[str]:
        """What can be chosen under a name; nothing where it is typed."""
        found: list[str] = []
        for one in self.named(name):
            if one.kind == "select":
                found += [value for value, _ in one.options]
            elif one.kind in ("radio", "checkbox"):
                found.append(one.value)
        return found

    def shown(self, name: str) -> list[str]:
        """What stands under a name: what would be sent again."""
        found: list[str] = []
        for one in self.named(name):
            if one.kind == "select":
                found += [value for value, is_chosen in one.options if is_chosen]
            elif one.kind in ("radio", "checkbox"):
                found += [one.value] if one.is_on else []
            else:
                found.append(one.value)
        return found


class Page(HTMLParser):
    """What a page holds.

    Attributes:
        forms: those that are posted.
        ids: every id.
        links: where the entries of the error summary lead.
        has_summary: whether it says above all that something is wrong.
        title: its title.
        rest: all else that it says: texts and attributes, without what stands in inputs.
        tags: every kind of element.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.has_summary = False
        self.title = ""
        self.rest: list[str] = []
        self.tags: set[str] = set()
        self._form: Form | None = None
        self._control: Control | None = None
        self._open: list[tuple[str, bool]] = []
        self._is_option = False
        self.feed(html)
        self.close()

    @property
    def _in_summary(self) -> bool:
        return any(is_summary for _, is_summary in self._open)

    def form_for(self, path: str, names: set[str] | None = None) -> Form | None:
        """The form that is posted to a path, and of several the one that sends these names."""
        fits = [form for form in self.forms if form.action in ("", path) and form.names != ["forget"]]
        return max(fits, key=lambda form: len(set(form.names) & (names or set(form.names))), default=None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.add(tag)
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        is_control = tag in ("input", "textarea", "select", "option", "button")
        self.rest += [value for name, value in given.items() if not (is_control and name == "value")]
        if tag not in VOID:
            self._open.append((tag, SUMMARY in given.get("class", "").split()))
        self.has_summary = self.has_summary or self._in_summary
        if self._in_summary and tag == "a":
            self.links.append(given.get("href", ""))
        if tag == "form":
            self._form = Form(given.get("action", "")) if given.get("method") == "post" else None
            if self._form is not None:
                self.forms.append(self._form)
        if self._form is not None:
            self._take(tag, given)

    def _take(self, tag: str, given: dict[str, str]) -> None:
        if tag == "option" and self._control is not None:
            self._control.options.append((given.get("value", ""), "selected" in given))
        if tag not in ("input", "textarea", "select", "button") or "name" not in given:
            return
        known = {"radio", "checkbox", "hidden", "password", "file"}
        kind = given.get("type", "text") if tag == "input" else {"button": "submit"}.get(tag, tag)
        kind = kind if tag != "input" or kind in known else "text"
        self._control = Control(given["name"], kind, given.get("value", "on" if kind == "checkbox" else ""))
        self._control.is_on = "checked" in given
        self._form.controls.append(self._control)  # type: ignore[union-attr]

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        while any(name == tag for name, _ in self._open):
            if self._open.pop()[0] == tag:
                break
        if tag == "form":
            self._form = None
        if tag in ("textarea", "select"):
            if self._control is not None and tag == "textarea":
                self._control.value = self._control.value.removeprefix("\r\n").removeprefix("\n")
            self._control = None

    def handle_data(self, data: str) -> None:
        """A text."""
        if self._control is not None and self._control.kind == "textarea" and self._open[-1][0] == "textarea":
            self._control.value += data
        else:
            self.rest.append(data)
            self.title += data if self._open and self._open[-1][0] == "title" else ""
