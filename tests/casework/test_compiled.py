"""A compiled template gives what Django gives, byte for byte, whatever the language of templates is asked to do."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Engine, VariableDoesNotExist, engines
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from thinkfamily.casework.families.models import Member
from thinkfamily.casework.pages.compiled import loader
from thinkfamily.casework.pages.compiled.tags import TAGS
from thinkfamily.casework.pages.compiled.writer import Programs, Writer

LIBRARIES = {"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"}
INNER = {
    "inner.html": "[{{ row.name }}{% if more %}, {{ more }}{% endif %}{{ forloop.counter }}]",
    "assigns.html": "{% url 'families:list' as to %}{{ to }}",
    "itself.html": "{{ n }}{% if n %}{% include 'itself.html' with n='' %}{% endif %}",
    "base.html": "<{% block a %}base a{% endblock %}|{% block b %}{% block c %}base c{% endblock %}{% endblock %}>",
    "middle.html": "{% extends 'base.html' %}{% block c %}middle c {{ name }}{% endblock %}",
    "apart.html": "({% autoescape off %}{% block a %}base a{% endblock %} {{ name }}{% endautoescape %})",
    "filled.html": "{% extends 'apart.html' %}{% block a %}filled {{ name }}{% endblock %}",
    "super.html": "{% extends 'base.html' %}{% block a %}{{ block.super }} and more{% endblock %}",
}


class Thing:
    """Something with all that can stand after a dot."""

    name = "<b>&'\""
    rows = ("a", "b", "c")
    none = None

    def says(self):
        return "said"

    def asks(self, what):
        return what

    def delete(self):
        raise AssertionError("a template must not")

    delete.alters_data = True

    @property
    def faulty(self):
        raise AttributeError("within")

    def __str__(self):
        return "a <thing>"


def names():
    return {
        "thing": Thing(),
        "name": "<i>",
        "safe": mark_safe("<i>"),
        "rows": [SimpleNamespace(name=f"<{n}>", inner=[1, 2]) for n in range(3)],
        "pairs": {"a": 1, "b": 2},
        "generated": (n for n in "xyz"),
        "none": None,
        "empty": [],
        "number": 1234567,
        "half": 0.5,
        "yes": True,
        "day": date(2026, 3, 7),
        "moment": datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
        "lazy": gettext_lazy("Overview"),
        "family": SimpleNamespace(pk=uuid.UUID(int=7)),
        "chosen": Member(role="adult", residence="elsewhere"),
        "strange": Member(role="of <our> own", residence=""),
        "own": SimpleNamespace(get_role_display=lambda: "its <own>"),
        "csrf_token": "k3y",
        "numbered": 5,
        "called": lambda: "called <now>",
        "which": "inner.html",
        "row": {"name": "outer", "items": "key first", "0": "zero"},
    }


TEMPLATES = [
    (
        "{{ name }} {{ safe }} {{ thing }} {{ thing.name }} {{ none }} "
        "{{ yes }} {{ number }} {{ half }} {{ lazy }} {{ missing }}"
    ),
    "{{ thing.says }}{{ thing.asks }}{{ thing.delete }}{{ thing.missing.more }}{{ thing.rows.1 }}{{ thing.rows.9 }}",
    (
        "{{ row.name }}{{ row.items }}{{ row.0 }}{{ pairs.items }}{{ called }}"
        "{{ True }}{{ None }}{{ 'text <' }}{{ 12 }}{{ _('Overview') }}"
    ),
    (
        "{{ day|date:'j F Y' }} {{ day|date:'j M Y' }} "
        "{{ day|date:'Y-m-d' }} {{ day|date:'l jS' }} {{ day|date }} {{ day }}"
    ),
    (
        "{{ moment|date:'j F Y, H:i' }} {{ moment }} {{ none|date:'j F Y' }} "
        "{{ missing|date:'j F Y' }} {{ moment|time:'H:i' }}"
    ),
    (
        "{{ missing|default:'<none>' }} {{ none|default_if_none:name }} "
        "{{ missing|default_if_none:'x' }} {{ name|upper|lower }}"
    ),
    (
        "{{ safe|upper }} {{ name|linebreaksbr }} {{ safe|linebreaks }} "
        "{{ rows|length }} {{ thing.rows|join:name }} {{ name|safe }}"
    ),
    (
        "{{ numbered|add:'1' }} {{ name|default:_('Overview') }} "
        "{{ missing|default:_('Overview') }} {{ thing.rows|slice:':2' }}"
    ),
    "{% extends 'apart.html' %}{% block a %}filled with {{ name }}{% endblock %}",
    "{% extends 'filled.html' %}{% block a %}filled anew with {{ safe }}{% endblock %}",
    "{{ name }}{% include 'filled.html' %}{% include 'apart.html' with name='x' %}{{ name }}",
    "{% if name %}a{% elif missing %}b{% else %}c{% endif %}{% if missing %}a{% elif none %}b{% else %}c{% endif %}",
    (
        "{% if not missing and yes or none %}a{% endif %}"
        "{% if 'a' in thing.rows %}b{% endif %}{% if name in none %}c{% endif %}"
    ),
    (
        "{% if number > 3 and number < 'x' %}a{% else %}b{% endif %}"
        "{% if missing is None %}c{% endif %}{% if yes is True %}d{% endif %}"
    ),
    (
        "{% if name not in thing.rows %}a{% endif %}{% if rows|length == 3 %}b"
        "{% endif %}{% if name|default:missing %}c{% endif %}"
    ),
    "{% if missing|default:gone %}a{% else %}b{% endif %}{% if none|default:gone == None %}c{% else %}d{% endif %}",
    (
        "{% for row in rows %}{{ forloop.counter }}{{ forloop.first }}{{ forloop.last }}"
        "{{ forloop.revcounter0 }}{{ row.name }}{% endfor %}{{ row.name }}"
    ),
    (
        "{% for row in rows %}{% for n in row.inner %}{{ forloop.parentloop.counter }}"
        "{{ n }}{{ forloop.last }}{% endfor %}{% endfor %}"
    ),
    (
        "{% for key, value in pairs.items %}{{ key }}{{ value }}"
        "{% url 'families:list' as to %}{% endfor %}{{ key }}{{ to }}"
    ),
    (
        "{% for n in empty %}a{% empty %}none{% endfor %}{% for n in missing %}a"
        "{% empty %}none{% endfor %}{% for n in none %}a{% endfor %}"
    ),
    "{% for n in rows reversed %}{{ n.name }}{% endfor %}{% for n in thing.rows %}{% cycle 'x' 'y' %}{% endfor %}",
    (
        "{% for n in generated %}{{ n }}{% endfor %}{% for n in thing.rows %}"
        "{% ifchanged %}{{ n }}{% endifchanged %}{% endfor %}"
    ),
    (
        "{% for n in thing.rows %}{% if n == 'b' %}"
        "{% url 'families:list' as to %}{% endif %}{{ to }}{% endfor %}{{ to }}"
    ),
    (
        "{% for row in rows %}{% include 'inner.html' with more=row.name|upper %}"
        "{% include 'inner.html' %}{% endfor %}{{ more }}"
    ),
    (
        "{% include which %}{% include 'inner.html' with more=name only %}"
        "{% include 'assigns.html' %}{{ to }}{% include 'itself.html' with n=name %}"
    ),
    "{% with a=name b=thing.rows.0 %}{{ a }}{{ b }}{% with a='x' %}{{ a }}{% endwith %}{{ a }}{% endwith %}{{ a }}",
    (
        "{% extends 'base.html' %}{% block a %}own {{ name }}"
        "{% url 'families:list' as to %}{% endblock %}{% block b %}{{ to }}b{% endblock %}"
    ),
    (
        "{% extends 'middle.html' %}{% block a %}{% for row in rows %}"
        "{% include 'inner.html' %}{% endfor %}{% endblock %}"
    ),
    "{% extends 'super.html' %}{% block a %}top {{ block.super }}{% endblock %}",
    "{% extends 'super.html' %}{% block c %}{{ name }}{% endblock %}",
    (
        "{% url 'families:page' family.pk %}{% url 'families:visibility' family.pk 'need' family.pk as to %}"
        "{{ to }}{% url 'nowhere' as no %}[{{ no }}]"
    ),
    (
        "{% load i18n %}{% translate 'Overview' %}{% translate 'Overview' as o %}"
        "{{ o }}{% translate name %}{% get_current_language as L %}{{ L }}"
    ),
    (
        "{% load i18n %}{% blocktranslate with reference=name %}Family {{ reference }}"
        "{% endblocktranslate %}{% blocktranslate %}100% {{ name }} {{ gone }}{% endblocktranslate %}"
    ),
    (
        "{% load i18n %}{% blocktranslate count n=rows|length %}{{ n }} feed is late"
        "{% plural %}{{ n }} feeds are late{% endblocktranslate %}{{ n }}"
    ),
    (
        "{% load i18n %}{% blocktranslate with day=day|date:'j F Y' asvar said %}since "
        "{{ day }}{% endblocktranslate %}{{ said }}"
    ),
    "{% autoescape off %}{{ name }}{% include 'inner.html' with more=name %}{% endautoescape %}{{ name }}",
    (
        "{% comment %}{{ name }}{% endcomment %}{% spaceless %}<a> {{ name }} </a>"
        "{% endspaceless %}{% firstof missing name %}{% now 'Y' as year %}"
    ),
    (
        "{{ chosen.get_role_display }}{{ chosen.get_residence_display|lower }}{{ strange.get_role_display }}"
        "[{{ strange.get_residence_display }}]{{ own.get_role_display }}{{ missing.get_role_display }}"
        "{% for row in rows %}{{ row.get_role_display }}{% endfor %}{{ get_role_display }}"
    ),
    (
        "{% csrf_token %}{% with csrf_token=name %}{% csrf_token %}{% endwith %}{% with csrf_token='' %}{% csrf_token %}"
        "{% endwith %}"
    ),
    (
        "{% load static %}{% static 'pages/icon.svg' %}{% static name %}"
        "{% static 'pages/icon.svg' as icon %}{{ icon }}{% get_static_prefix %}"
    ),
    (
        "{{ moment|date:'j M Y H:i' }}{{ moment|date:'H:i' }}{{ day|date:'Y-m-d, j.n.' }}"
        "{{ moment|date:'d-m-Y' }}{{ none|date:'H:i' }}"
    ),
    (
        "{{ number|thousands }}{{ '2026-09-30'|plain_days }}"
        "{{ thing.rows|random|length }}{% widthratio 1 2 100 %}{% templatetag openblock %}"
    ),
]


def engine(compiled: bool, sources: dict[str, str]) -> Engine:
    inner = ("django.template.loaders.locmem.Loader", sources)
    loaders = [(f"{loader.__name__}.Loader" if compiled else "django.template.loaders.cached.Loader", [inner])]
    builtins = engines["django"].engine.builtins
    return Engine(loaders=loaders, libraries=LIBRARIES, builtins=builtins)


def rendered(compiled: bool, source: str, **how) -> list[str]:
    template = engine(compiled, {**INNER, "page.html": source}).get_template("page.html")
    # Twice: what a page is given the second time is not what it was given before.
    return [template.render(Context(names(), **how)), template.render(Context(names() | {"name": "other"}, **how))]


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("source", TEMPLATES)
def test_it_gives_what_django_gives(source, language):
    with translation.override(language):
        assert rendered(True, source) == rendered(False, source)


@pytest.mark.parametrize("source", TEMPLATES)
def test_text_that_is_no_html_stays_so(source):
    assert rendered(True, source, autoescape=False) == rendered(False, source, autoescape=False)


@pytest.mark.parametrize(
    "source",
    [
        "{{ thing.faulty }}",
        "{% for a, b in thing.rows %}{% endfor %}",
        "{{ name|add:gone }}",
        "{{ day|date:'j F Y, H:i' }}",
    ],
)
def test_what_goes_wrong_in_django_goes_wrong_here(source):
    for compiled in (True, False):
        with pytest.raises((AttributeError, TypeError, ValueError, VariableDoesNotExist)):
            rendered(compiled, source)


def test_a_program_leaves_to_django_only_what_is_asked_at_each_request():
    """Words that depend on a number, and banners: all else of the family page is written down."""
    left: list[str] = []

    class Watching(Writer):
        def left_to_django(self, node):
            left.append(type(node).__name__)
            super().left_to_django(node)

    read = engines["django"].engine.template_loaders[0].get_template("families/overview.html", skip=[])
    Watching(
        Programs(lambda name: engines["django"].engine.template_loaders[0].get_template(name, skip=[]), TAGS),
        TAGS,
        "en-gb",
    ).template(read)
    assert set(left) <= {"BlockTranslateNode", "IncludeNode"}
    assert len(left) < 8
