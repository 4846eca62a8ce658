"""Why the family is proposed, or not, and how near that was; and who is in it."""

from __future__ import annotations

from decimal import Decimal

from thinkfamily.engine.explain.account import Rows, Section, Words, pounds
from thinkfamily.engine.explain.subject import Subject

RESIDENCE = {
    "with_children": "With the children",
    "away": "Away, and still of this family",
    "elsewhere": "Lives elsewhere: what happens to this person is not counted here",
    "elsewhere, counted": "Lives elsewhere: what happens to this person counts for the programme",
}
WHAT_IF = {
    "transfers_counted": "If transfers, such as benefit payments, were counted",
    "health_and_disability_costs_left_out": "If health and disability costs were left out",
}


def place(family: Subject) -> Section:
    """Why the family is proposed, or not."""
    row = family.place
    title = family.programme.title
    parts = [Words(row["proposed_because"]), Words(f"The entry rule of {title}: {_entry(family)}")]
    if over := family.programme.end_in_words(family.as_at):
        parts.append(Words(over))
    if row["is_eligible"] and row["months_observed"] == 12 and family.notes("cohort")["capacity_share"] is not None:
        parts += [Words(_distance(family)), Words(_what_if(family))]
    parts.append(
        Words("The list proposes; it has no order, and it decides nothing. A named person decides on each family.")
    )
    return Section("Its place", tuple(parts))


def _entry(family: Subject) -> str:
    entry = family.programme.entry
    draft = " It is a draft: recalled, not read." if entry.is_draft else ""
    ours = f" These numbers are this program's own: {entry.because}" if entry.values == "ours" else ""
    return f"{entry.says}{ours}{draft}"


def _distance(family: Subject) -> str:
    """How far from the line, in pounds: the least that services spent on any family proposed."""
    least = family.notes("cohort")["least_cost_proposed_gbp"]
    if least is None:
        return "No family is proposed, so there is no line to be near to."
    beyond = family.place["cost_gbp"] - family.place["transfer_gbp"] - Decimal(least)
    line = "the least that public services spent on any family proposed"
    if beyond == 0:
        return f"What public services spent on this family is {line}."
    return f"What public services spent on this family is {pounds(abs(beyond))} {'more' if beyond > 0 else 'less'} than {line}."


def _what_if(family: Subject) -> str:
    changes = dict(family.rows("cohort_what_if").select("what_if", "change").rows())
    said = {"joins": "it would join the list", "leaves": "it would leave the list"}
    return " ".join(
        f"{words}, {said.get(changes.get(what_if, ''), 'nothing would change for it')}."
        for what_if, words in WHAT_IF.items()
    )


def _lives(family: Subject, residence: str) -> str:
    counted = residence == "elsewhere" and residence in family.programme.residence
    return RESIDENCE.get(f"{residence}, counted" if counted else residence, residence)


def people(family: Subject) -> Section:
    """Who is in the family, where they live in relation to it, and how that is known. Nobody is named."""
    rows = [
        [
            row["who"],
            _lives(family, row["residence"]) + ("; has died" if row["is_dead"] else ""),
            row["from_on"] or "not stated",
            row["until_on"] or "still",
            row["known_by"],
        ]
        for row in family.members.iter_rows(named=True)
    ]
    return Section(
        "Who is in the family",
        (
            Words("A run holds no names. Ages are completed years on the date; “until” is the first day no longer."),
            Rows(
                "Members, and how each membership is known",
                ["Who", "Where", "From", "Until", "How that is known"],
                rows,
            ),
        ),
    )
