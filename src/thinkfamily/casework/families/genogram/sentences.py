"""The genogram in sentences: the same people and ties, for those who listen, and for whoever checks the drawing."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from thinkfamily.casework.families.genogram.facts import MUTUAL, Figure, Tie, order_of


def sentences(figures: Sequence[Figure], ties: Sequence[Tie]) -> list[str]:
    """One sentence a person, the eldest first, then one a tie; what is said both ways round is said once."""
    known = {figure.id: figure for figure in figures}
    said = [_person(figure) for figure in sorted(figures, key=order_of)]
    told: set[tuple[object, ...]] = set()
    for tie in sorted(ties, key=lambda tie: (tie.kind, tie.number)):
        if tie.person not in known or tie.other not in known or tie.person == tie.other:
            continue
        pair: tuple[object, ...] = (tie.kind, tie.person, tie.other, tie.is_over)
        if tie.kind in MUTUAL:
            pair = (tie.kind, *sorted((tie.person, tie.other)), tie.is_over)
        if pair in told:
            continue
        told.add(pair)
        said.append(_tie(known[tie.person].name, known[tie.other].name, tie))
    return said


def _person(figure: Figure) -> str:
    sexes = {"female": _("female"), "male": _("male"), "other": _("other sex"), "unknown": _("sex not known")}
    about = [sexes[figure.sex]] if not figure.is_expected or figure.sex != "unknown" else []
    if figure.is_expected:
        about.insert(0, _("not yet born"))
    elif figure.is_dead:
        about += [] if figure.notes else [_("has died")]
    elif figure.age is None:
        about.append(_("age not known"))
    else:
        about.append(_("aged %(age)d") % {"age": figure.age})
    if figure.is_home:
        about.append(_("lives with the family's children"))
    about += [note for note in figure.notes if note]
    return _("%(name)s: %(about)s.") % {"name": figure.name, "about": ", ".join(dict.fromkeys(about))}


def _tie(one: str, other: str, tie: Tie) -> str:
    now = {
        "parent": _("%(one)s is a parent of %(other)s."),
        "step_parent": _("%(one)s is a step-parent of %(other)s."),
        "grandparent": _("%(one)s is a grandparent of %(other)s."),
        "sibling": _("%(one)s and %(other)s are brothers or sisters."),
        "partner": _("%(one)s and %(other)s are partners."),
        "ex_partner": _("%(one)s and %(other)s are former partners."),
        "carer": _("%(one)s cares for %(other)s."),
        "foster_carer": _("%(one)s is a foster carer of %(other)s."),
        "other_kin": _("%(one)s and %(other)s are kin."),
    }
    before = {
        "step_parent": _("%(one)s was a step-parent of %(other)s."),
        "partner": _("%(one)s and %(other)s were partners."),
        "carer": _("%(one)s cared for %(other)s."),
        "foster_carer": _("%(one)s was a foster carer of %(other)s."),
    }
    form = before.get(tie.kind, now[tie.kind]) if tie.is_over else now[tie.kind]
    return form % {"one": one, "other": other}
