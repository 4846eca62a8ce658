"""Writing ordinary addresses down: for whoever holds the power, and records in the audit that they did."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.families.models import Address, Person

LONGEST = 200
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.I)


@sensitive_variables("text", "postcode")
def write_address(
    people: Iterable[Person], *, text: str, postcode: str, from_on: date | None, agency: Agency | None, by: Any
) -> list[Address]:
    """Write one ordinary address of some people; what they are found by is made anew. Whoever calls holds the power."""
    return [
        Address.objects.create(
            person=person,
            text=text,
            postcode=postcode,
            from_on=from_on,
            agency=agency,
            recorded_by=by.pk,
            recorded_at=timezone.now(),
        )
        for person in people
    ]


@sensitive_variables()
def taken_apart(told: str) -> tuple[str, str]:
    """An address that somebody wrote in one line, as its text and its postcode; the latter empty where there is none."""
    found = list(_POSTCODE.finditer(told))
    if not found:
        return " ".join(told.split())[:LONGEST], ""
    last = found[-1]
    rest = f"{told[: last.start()]} {told[last.end() :]}"
    return " ".join(rest.split()).strip(" ,;.")[:LONGEST], f"{last[1]} {last[2]}".upper()


def tidy(postcode: str) -> str:
    """A postcode in capitals with one space."""
    found = _POSTCODE.fullmatch(postcode.strip())
    return f"{found[1]} {found[2]}".upper() if found else postcode.strip().upper()[:10]
