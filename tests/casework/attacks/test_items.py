"""Ways by which the words of an item leave the place in which the item is kept."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.casework import factories as make
from tests.casework.families.seeded import seeded
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.families.actions.visibility import set_visibility
from thinkfamily.casework.families.models import CostBand, VisibilityChange
from thinkfamily.casework.families.queries.shared import shared_view

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


def text_of(worker, path):
    client = Client()
    client.force_login(worker)
    return client.get(path).content.decode()


@pytest.mark.parametrize("how", ["corrects", "on_item"])
def test_what_is_said_of_an_item_kept_apart_is_kept_apart_with_it(how):
    """The form of a correction begins with the words it corrects: no other category may carry them out."""
    s = seeded()
    first = make.statement(s.family, "He hit her.", category="domestic_abuse", audience="team", recorded_by=s.lead.pk)
    first.hidden_from.add(s.bo)
    about = {"corrects": first.pk} if how == "corrects" else {"on_item": ("statement", first.pk)}
    said = Said("fact", "other", "He hit her twice.", audience="family", **about)
    made = record_statement(s.family, said, by=s.lead)
    assert (made.category, made.audience) == ("domestic_abuse", "team")
    assert list(made.hidden_from.all()) == [s.bo]


def test_hiding_an_item_hides_what_was_said_of_it_before():
    s = seeded()
    first = make.statement(s.family, "Ada moved away.", audience="family", recorded_by=s.lead.pk)
    second = record_statement(
        s.family, Said("fact", "other", "Ada moved to her sister.", audience="family", corrects=first.pk), by=s.lead
    )
    third = record_statement(
        s.family,
        Said("fact", "other", "Her sister agrees.", audience="family", on_item=("statement", second.pk)),
        by=s.lead,
    )
    assert len(shared_view(s.family, s.bo).statements) == 1
    set_visibility(s.family, "statement", first.pk, audience="family", hidden_from=[s.bo], why="a test", by=s.lead)
    view = shared_view(s.family, s.bo)
    assert view.statements == []
    assert shared_view(s.family, s.ada).statements != []
    set_visibility(s.family, "statement", first.pk, audience="team", hidden_from=[s.bo], why="a test", by=s.lead)
    for row in (second, third):
        row.refresh_from_db()
        assert row.audience == "team"
        assert VisibilityChange.objects.filter(item=row.pk, made_by=s.lead.pk).count() == 2
    assert "sister" not in text_of(s.partner, f"/families/{s.family.pk}/statements/")


def test_who_may_not_see_costs_reads_no_band_by_its_id():
    s = seeded()
    band = CostBand.objects.create(family=s.family, agency=s.school, category="education", band="£1,000 to £2,000")
    path = f"/families/{s.family.pk}/items/costband/{band.pk}/record/"
    assert "2,000" in text_of(s.lead, path)
    assert "2,000" not in text_of(s.partner, path)


def test_who_lives_elsewhere_is_not_told_who_lives_with_the_children():
    """A former partner learns from their own version of the file of no new one."""
    s = seeded()
    new = make.person("Dee", born=s.ada.date_of_birth)
    s.family.members.create(person=new, role="adult", residence="with_children", known_by="a test")
    assert {one.person.first_name for one in shared_view(s.family, s.bo).home} == {"Bo", "Kit"}
    assert {one.person.first_name for one in shared_view(s.family, s.ada).home} == {"Ada", "Dee", "Kit"}
