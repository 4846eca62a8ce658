"""The groups of the equality report: what a candidate packet tells by which families could be treated unlike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS = {
    "area": _("Area"),
    "adults": _("Adults with the children"),
    "sex": _("Sex of these adults"),
    "children": _("Children"),
    "youngest": _("Youngest child"),
    "expecting": _("Expecting a child"),
    "restricted": _("A member's details are restricted"),
}
GROUPS = {
    "not_stated": _("not stated"),
    "none": _("none"),
    "one": _("one"),
    "more": _("two or more"),
    "women": _("women"),
    "men": _("men"),
    "both": _("women and men"),
    "up_to_two": _("one or two"),
    "three_or_more": _("three or more"),
    "under_5": _("under 5"),
    "5_to_10": _("5 to 10"),
    "11_or_over": _("11 or over"),
    "yes": _("yes"),
    "no": _("no"),
}


def groups_of(content: dict[str, Any], as_at: date) -> list[tuple[str, str]]:
    """One row per kind of group: the group that a family is of, from the packet's rows."""
    family, people = content["family"], content["people"]
    adults = [each for each in people if each["role"] == "adult" and each["residence"] == "with_children"]
    sexes = {each["sex"] for each in adults}
    children = family["children"]
    return [
        ("area", family["area"] or "not_stated"),
        ("adults", "none" if not adults else "one" if len(adults) == 1 else "more"),
        ("sex", {frozenset({"female"}): "women", frozenset({"male"}): "men"}.get(frozenset(sexes), _mixed(sexes))),
        ("children", "none" if not children else "up_to_two" if children < 3 else "three_or_more"),
        ("youngest", _youngest(people, as_at)),
        ("expecting", "yes" if family["expected_children"] else "no"),
        ("restricted", "yes" if any(each["is_restricted"] for each in people) else "no"),
    ]


def _mixed(sexes: set[str]) -> str:
    return "both" if {"female", "male"} <= sexes else "not_stated"


def _youngest(people: list[dict[str, Any]], as_at: date) -> str:
    born = [each["date_of_birth"] for each in people if each["role"] == "child" and each["date_of_birth"]]
    if not born:
        return "not_stated"
    latest = date.fromisoformat(max(born))
    age = as_at.year - latest.year - ((as_at.month, as_at.day) < (latest.month, latest.day))
    return "under_5" if age < 5 else "5_to_10" if age < 11 else "11_or_over"
