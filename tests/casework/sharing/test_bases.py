"""A lawful basis is recorded with its purpose, ended with a reason, and never overwritten."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tests.casework.days import In, worked_out
from tests.casework.sharing import makers
from thinkfamily.casework.sharing import actions, queries
from thinkfamily.casework.sharing.models import LawfulBasis
from thinkfamily.casework.sharing.problems import SharingError

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return makers.borough()


def test_it_is_in_force_until_it_is_ended_and_then_stays_on_record(at):
    basis = actions.record_basis(at.family, basis="public_task", purpose="Support", by=at.lead)
    assert basis.is_in_force
    with pytest.raises(SharingError) as caught:
        actions.end_basis(basis, because=" ", by=at.lead)
    assert caught.value.field == "because"
    ended = actions.end_basis(basis, because="The case closed", by=at.manager)
    assert (ended.is_in_force, ended.ended_by, ended.purpose) == (False, at.manager.pk, "Support")
    with pytest.raises(SharingError):
        actions.end_basis(basis, because="Again", by=at.lead)
    [shown] = queries.bases_of(at.lead, at.family)
    assert (shown.recorder, shown.ender) == (at.lead.name, at.manager.name)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"basis": "because"}, "basis"), ({"purpose": " "}, "purpose"), ({"from_on": In(1)}, "from_on")],
)
def test_it_needs_its_article_its_purpose_and_a_day_that_has_come(at, changed, field):
    with pytest.raises(SharingError) as caught:
        actions.record_basis(
            at.family, by=at.lead, **({"basis": "public_task", "purpose": "Support"} | worked_out(changed))
        )
    assert caught.value.field == field
    assert not LawfulBasis.objects.exists()


def test_partners_neither_record_nor_read_it(at):
    actions.record_basis(at.family, basis="public_task", purpose="Support", by=at.lead)
    with pytest.raises(PermissionDenied):
        actions.record_basis(at.family, basis="consent", purpose="x", by=at.teacher)
    assert queries.bases_of(at.teacher, at.family) == []
