"""Of a file on which everything was recorded nothing is left in any table, but the audit's opaque ids and the proof."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.posting.world import build
from tests.casework.retention.over import LONG_AGO, end, everywhere, left_of
from thinkfamily.casework.access.models import Involvement, Opening, Restriction
from thinkfamily.casework.agencies.models import SiteValue
from thinkfamily.casework.families.models import Family, Member, Person
from thinkfamily.casework.referrals.models import Referral, ReferralSearch
from thinkfamily.casework.retention import actions
from thinkfamily.casework.retention.everything import everything
from thinkfamily.casework.retention.models import Hold
from thinkfamily.casework.retention.values import CHILD_AGE

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
UUID_FORM = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MARK = "Zzyzxmark"


def _marked(family: Family) -> int:
    """Write a word that stands nowhere else into every open text of every row of a file; into how many."""
    return sum(_mark(model, list(keys)) for model, keys in everything([family.pk]).items())


def _mark(model: type[Model], keys: list[object]) -> int:
    if model.__name__ in ("NameToken", "IdentifierFingerprint"):
        return 0
    count = 0
    for field in model._meta.concrete_fields:
        # By which programme a file was kept is a code, and the proof says it.
        is_said = field.primary_key or field.name == "programme"
        is_text = field.get_internal_type() in ("TextField", "CharField") and not is_said
        if is_text and not field.choices and not field.unique and (field.max_length or 99) > 30:
            # A text that has to be empty as things stand is left as it is.
            with suppress(IntegrityError), transaction.atomic():
                count += model._base_manager.filter(pk__in=keys).update(**{field.attname: MARK})
    return count


def test_nothing_of_a_file_is_left_in_any_table(tmp_path):
    world = build(tmp_path)
    one, two = make.worker("governance"), make.worker("governance")
    family = Family.objects.get(pk=world.ids["family_id"])
    # A request for help that led to it, and another one whose search met it.
    Referral.objects.filter(pk=world.ids["screening_id"]).update(
        family=family, state="accepted", ended_at=timezone.now(), to_whom=MARK
    )
    other = Referral.objects.exclude(pk=world.ids["screening_id"]).first()
    met = [str(pk) for pk in family.members.values_list("person", flat=True)]
    elsewhere = str(make.family().pk)
    ReferralSearch.objects.create(
        referral=other,
        by=one.pk,
        hits=[{"family": str(family.pk), "people": met}, {"family": elsewhere, "people": [met[0]]}],
    )
    hold = actions.place(by=one, reference=family.reference, kind="complaint", because="A complaint.")
    actions.lift(hold, by=one, because="It is closed.")
    assert _marked(family) > 100
    # The proof says by which programme the family was worked with.
    end(family, on=LONG_AGO, programme="family_help_2025", profile="family_help")
    Referral.objects.exclude(ended_at__isnull=False).filter(family=family).update(state="accepted")
    # What was opened in an emergency was reviewed.
    Opening.objects.filter(family=family).update(reviewed_by=two.pk, reviewed_at=timezone.now())
    Involvement.objects.filter(family=family, role__in=("audit", "governance")).update(
        until_on=timezone.localdate() - timedelta(days=1), from_on=LONG_AGO
    )
    Restriction.objects.filter(family=family).update(lifted_at=timezone.now(), lifted_by=one.pk)
    SiteValue.objects.create(code=CHILD_AGE, value=18, from_on=LONG_AGO, because="x", set_by=one.pk)
    Person.objects.filter(memberships__family=family).update(date_of_birth=LONG_AGO)
    people = set(Member.objects.filter(family=family).values_list("person", flat=True))
    traces = everything([family.pk])
    ids = [family.pk, *people, *(pk for rows in traces.values() for pk in rows if UUID_FORM.fullmatch(str(pk)))]
    assert len(traces) > 45
    assert len(ids) > 60
    assert everywhere().count(MARK) > 50
    row = actions.sign(actions.propose(by=one), by=two)
    marked = [line[:200] for line in everywhere().splitlines() if MARK in line]
    assert ([file.stayed_because for file in row.files.all()], left_of(*ids), marked) == ([""], [], [])
    assert not Hold.objects.exists()
    assert [hit["family"] for hit in ReferralSearch.objects.get(referral=other, by=one.pk).hits] == [elsewhere]
    request = Referral.objects.get(pk=world.ids["screening_id"])
    assert (request.family_id, request.case_id, request.to_whom, request.people.count()) == (None, None, "", 0)
    assert not Opening.objects.filter(family=family.pk).exists()
