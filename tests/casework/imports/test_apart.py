"""Families that are known: found before any is made, and nothing of what is kept from whoever looks."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework import factories as make
from tests.casework.imports import files
from thinkfamily.casework.access.actions.sightings import gather_sightings
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.imports import actions

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
BORN = date(2012, 1, 1)


@pytest.fixture
def who():
    return files.people()


def known(filled, *, last=""):
    """A family that is on the site already: the first child of a file."""
    child = filled["people"][2]
    return make.family(
        make.person(child["first_name"], last or child["last_name"], born=BORN), make.person("Ada", born=None)
    )


def test_somebody_who_may_be_known_sets_the_family_aside_until_somebody_has_looked(who):
    filled = files.rows(2)
    known(filled)
    made = actions.check(files.read(files.workbook(filled)), by=who["analyst"])
    assert files.fates(made)["families"] == (2, 1, 0, 1)
    assert files.fates(made)["people"] == (8, 4, 0, 4)
    assert ("people", 4, "TF-IMPORT-060") in files.codes(made)
    filled["families"][0]["looked"] = "Yes"
    made = actions.check(files.read(files.workbook(filled)), by=who["analyst"])
    assert files.fates(made)["families"] == (2, 2, 0, 0)


def test_a_name_that_only_sounds_alike_is_found_and_another_birth_date_is_not(who):
    filled = files.rows(1)
    child = filled["people"][2]
    child["first_name"], child["last_name"] = "Kwillan", "Smyth"
    make.family(make.person("Quillon", "Smith", born=BORN))
    made = actions.check(files.read(files.workbook(filled)), by=who["analyst"])
    assert ("people", 4, "TF-IMPORT-060") in files.codes(made)
    child["born"] = "02/01/2012"
    made = actions.check(files.read(files.workbook(filled)), by=who["analyst"])
    assert files.codes(made) == set()


@pytest.mark.parametrize("role", ["analyst", "matching"])
def test_of_a_restricted_file_the_importer_sees_nothing_and_its_custodian_is_told(who, role):
    filled = files.rows(2)
    content = files.workbook(filled)
    without = actions.check(files.read(content), by=who[role])
    restricted = known(filled)
    make.restrict(restricted, who["governance"])
    made = actions.check(files.read(content), by=who[role])
    assert made.report == without.report
    assert made.digest == without.digest
    # The look is in the audit as a search is, and whoever keeps the file is told of it.
    event = AuditEvent.objects.filter(action="family.find").latest("pk")
    assert str(restricted.pk) in event.others
    gather_sightings()
    assert Notice.objects.filter(to=who["governance"], kind="sighting").exists()


def test_of_their_own_relatives_file_the_importer_sees_nothing(who):
    filled = files.rows(1)
    content = files.workbook(filled)
    without = actions.check(files.read(content), by=who["analyst"])
    make.conflict(who["analyst"], known(filled))
    assert actions.check(files.read(content), by=who["analyst"]).report == without.report


def test_the_key_of_a_restricted_case_is_not_confirmed(who):
    filled = files.rows(1)
    family = make.family()
    Case.objects.filter(family=family).update(council_key="LCS-0")
    content = files.workbook(filled)
    open_one = actions.check(files.read(content), by=who["analyst"])
    assert files.fates(open_one)["families"] == (1, 0, 1, 0)
    make.restrict(family, who["governance"])
    kept = actions.check(files.read(content), by=who["analyst"])
    assert files.fates(kept)["families"] == (1, 1, 0, 0)


def test_the_council_s_own_key_is_kept_as_a_fingerprint_alone(who):
    filled = files.rows(1)
    for sheet in filled.values():
        for row in sheet:
            row["family"] = "Zzplanted-Key"
    made = files.brought(files.workbook(filled), who)
    assert "Zzplanted" not in repr(list(made.families.values_list())) + repr(made.report)
    assert Family.objects.count() == 1
