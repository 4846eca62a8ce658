"""Putting somebody on a file by somebody's word, with what must be kept secret from that day on."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from thinkfamily.casework.audit.history import save
from thinkfamily.casework.families.models import Family, Member, Person, SafeAddress
from thinkfamily.casework.families.safe_address import take_out_of_the_open


def add_member(family: Family, person: Person, by: Any, **about: Any) -> Member:
    """A new member of a family, in the transaction under way.

    Args:
        family: whose.
        person: who.
        by: the worker by whose word.
        about: role, residence, from when, and how it is known.
    """
    member = Member(family=family, person=person, recorded_by=by.pk, **about)
    save(member, by)
    # Where they live may be kept secret here, or where those here live on account of them.
    concerned = Q(family=family) | Q(person=person) | Q(family__members__person=person)
    take_out_of_the_open(SafeAddress.objects.filter(concerned, ended_at=None).distinct())
    return member
