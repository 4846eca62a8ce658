"""Cases that the demo's council worked on before: two brought in whole, and a file that waits for its signature."""

from __future__ import annotations

import io
from datetime import timedelta

from django.utils import timezone

from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.imports import actions, template
from thinkfamily.casework.imports.queries import words_of_site
from thinkfamily.casework.imports.reading import Read, read_sent

Rows = dict[str, list[dict[str, str]]]


def bring_todays_cases(workers: dict[str, Worker]) -> None:
    """Check, sign and bring one file; and check another, of which one family is to be put right first."""
    first = _file(["Bramblewick", "Cloverdale"], workers["adult.lead"])
    checked = actions.check(first, by=workers["analyst"])
    actions.sign(checked, by=workers["manager"])
    actions.bring(first, by=workers["analyst"])
    # Nobody of the second family agrees, so it cannot come as one that takes part.
    actions.check(_file(["Dapplemere", "Elderquill"], workers["adult.lead"], agreeing=1), by=workers["matching"])


def _file(names: list[str], lead: Worker, agreeing: int = 2) -> Read:
    words = words_of_site()
    rows: Rows = {sheet: [] for sheet in ("families", "people", "agreements", "goals", "contacts")}
    for number, name in enumerate(names):
        key = f"COUNCIL-{name[0]}"
        rows["families"].append(
            {
                "family": key, "team": words["teams"][0], "profile": "Family Help", "framework": words["frameworks"][0],
                "state": "Active", "since": _day(-40), "agreed_on": _day(-70), "active_on": _day(-40),
                "council_key": f"LCS-{name[0]}", "lead_1": lead.email, "lead_1_role": "Lead for the adults",
                "looked": "Yes",
            }
        )  # fmt: skip
        for at, (role, first, born) in enumerate(
            (("Adult", "Petunia", "01/04/1990"), ("Child", "Barnaby", "05/06/2016"))
        ):
            rows["people"].append(
                {
                    "family": key, "person": f"{key}-{at}", "role": role, "first_name": first, "last_name": name,
                    "born": born,
                }
            )  # fmt: skip
        if number < agreeing:
            rows["agreements"].append(
                {
                    "family": key, "person": f"{key}-0", "agreed_on": _day(-70), "language": "English",
                    "to_what": "Visits at home, and a plan.", "was_told": "The privacy notice.", "review_on": _day(200),
                }
            )  # fmt: skip
        rows["goals"].append({"family": key, "text": "Barnaby is at school on time.", "state": "Agreed, for later"})
        rows["contacts"].append(
            {
                "family": key, "on": _day(-5), "way": "Visit at home", "seen": f"{key}-0; {key}-1",
                "text": "We tried the morning plan out.", "analysis": "It works.",
            }
        )  # fmt: skip
    content = template.tables(words, rows)
    return read_sent(io.BytesIO(content), len(content))


def _day(days: int) -> str:
    """A day so many days from today, as somebody types it."""
    return (timezone.localdate() + timedelta(days=days)).strftime("%d/%m/%Y")
