"""Explain: one family's place in a run, down to agency, event and date, in plain English."""

from __future__ import annotations

from thinkfamily.engine.explain.account import Account
from thinkfamily.engine.explain.costs import costs, services
from thinkfamily.engine.explain.lists import lists
from thinkfamily.engine.explain.needs import met, unknown
from thinkfamily.engine.explain.place import people, place
from thinkfamily.engine.explain.subject import Subject
from thinkfamily.engine.page import day, number
from thinkfamily.engine.run_folder import Run

READS = (
    "cohort",
    "cohort_what_if",
    "eligibility",
    "family_move",
    "family_member",
    "person",
    "indicator",
    "evidence",
    "family_cost",
    "cost_line",
    "unpriced",
    "family_service",
)
"""The tables of the run folder that an account reads."""


def explain(run: Run, family_id: str) -> Account:
    """Everything a run can say of one family, and what it cannot.

    No name, agency record id, agency reference or address is in it: a run folder's person and family ids and ages are
    all that tell people apart.

    Raises:
        RunFolderError: when the run has no such family.
    """
    family = Subject(run, family_id)
    first = place(family)
    facts = run.facts
    return Account(
        title=f"Family {family_id} at {day(family.as_at)}",
        lead=f"What the records of {number(len(facts['feeds']), 'feed')} show, by the rules of {family.programme.title}.",
        footer=f"Made by thinkfamily {facts['program_version']}. Everything here comes from the run it describes.",
        is_invented=facts["is_synthetic"],
        sections=(first, people(family), met(family), unknown(family), lists(family), costs(family), services(family)),
    )
