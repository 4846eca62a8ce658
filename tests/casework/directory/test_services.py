"""The directory: who keeps what, what is found in it, and the same as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.directory.scene import WORDS, keeper, service
from tests.casework.plans.seeded import day
from thinkfamily.casework.directory import actions, csv_file
from thinkfamily.casework.directory.actions import keep
from thinkfamily.casework.directory.models import STALE_AFTER, OfferedService, ServiceFile
from thinkfamily.casework.directory.problems import DirectoryError
from thinkfamily.casework.directory.queries import services as queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    make.agency(is_home=True)
    make.team()
    return make.agency("education", kind="school")


def row(**changed):
    """One row of a file that lacks nothing."""
    usual = {
        "organization": "education",
        "name": "Breakfast club",
        "description": "Breakfast.",
        "attributes": "education; other",
        "minimum_age": "4",
        "maximum_age": "16",
        "service_areas": "Fable North",
        "application_process": "Ring.",
        "status": "active",
        "needs_agreement": "yes",
        "answers_within_days": "5",
        "room": "list",
        "waiting_weeks": "6",
        "assured_date": "2020-01-01",
    }
    return usual | changed


def as_file(*rows):
    """These rows as a file."""
    made = io.StringIO()
    lines = csv.DictWriter(made, list(csv_file.COLUMNS), lineterminator="\n")
    lines.writeheader()
    lines.writerows(rows)
    return made.getvalue().encode()


def test_a_keeper_keeps_the_services_of_their_own_agency_and_the_programme_those_of_all(school):
    police = make.agency("police", kind="police")
    kept = service(school)
    with pytest.raises(PermissionDenied):
        actions.add_service(police, WORDS, by=keeper(school))
    with pytest.raises(PermissionDenied):
        actions.confirm_service(kept, room="full", by=keeper(police))
    with pytest.raises(PermissionDenied):
        actions.confirm_service(kept, room="full", by=make.worker("adult_lead"))
    assert actions.confirm_service(kept, room="full", by=make.worker("manager")).room == "full"


def test_a_keeper_reads_no_file_and_learns_of_nobody_referred(school, client):
    family = make.family()
    who = keeper(school)
    client.force_login(who)
    assert client.get(reverse("directory:services")).status_code == 200
    for name in ("families:page", "directory:of_family"):
        assert client.get(reverse(name, args=[family.pk])).status_code == 404


def test_what_is_said_is_confirmed_as_of_a_day_and_marked_when_that_is_long_ago(school):
    kept = service(school)
    assert (kept.assured_on, kept.is_stale) == (day(0), False)
    OfferedService.objects.update(assured_on=day(0) - STALE_AFTER - timedelta(days=1))
    kept.refresh_from_db()
    assert kept.is_stale
    assert not actions.confirm_service(kept, room="list", waiting_weeks=7, by=keeper(school)).is_stale


def test_the_weeks_of_a_list_are_kept_only_where_there_is_one(school):
    kept = service(school, room="room", waiting_weeks=9)
    assert kept.waiting_weeks is None


def test_two_services_of_one_name_at_one_agency_are_refused(school):
    service(school)
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-011"):
        service(school)
    service(make.agency("police", kind="police"))


def test_something_is_found_by_need_ward_and_age_and_nothing_that_is_over(school):
    club = service(school, wards=["Fable North"])
    everywhere = service(school, name="Homework line", minimum_age=None, maximum_age=None)
    service(school, name="Over", is_active=False)
    assert queries.offered(category="education") == [club, everywhere]
    assert queries.offered(category="housing") == []
    assert queries.offered(ward="Fable South") == [everywhere]
    assert queries.offered(age=4) == [club, everywhere]
    assert queries.offered(age=17) == [everywhere]
    assert queries.offered(age=16) == [club, everywhere]


def test_the_page_narrows_and_says_where_nothing_answers(school, client):
    service(school)
    client.force_login(make.worker("volunteer"))
    url = reverse("directory:services")
    assert "Breakfast club" in client.get(url, {"category": "education", "age": "7"}).content.decode()
    assert "Nothing in the directory answers this" in client.get(url, {"category": "housing"}).content.decode()
    assert "Enter a whole number" in client.get(url, {"age": "seven"}).content.decode()


def test_the_number_of_queries_of_the_page_stays(school, client, django_assert_max_num_queries):
    client.force_login(make.worker("adult_lead"))
    for number in range(3):
        service(school, name=f"One {number}")
    client.get(reverse("directory:services"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(reverse("directory:services"))
    for number in range(20):
        service(school, name=f"Another {number}")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("directory:services"))


def test_a_service_is_added_changed_and_confirmed_on_screen(school, client):
    client.force_login(keeper(school))
    given = {
        "agency": str(school.pk), "name": "Attendance help", "description": "Comes along.", "categories": ["education"],
        "minimum_age": "", "maximum_age": "", "application_process": "Ring.", "needs_agreement": "no",
        "answers_within_days": "3", "room": "list", "waiting_weeks": "4", "is_active": "yes",
    }  # fmt: skip
    assert client.post(reverse("directory:add"), given).status_code == 302
    made = OfferedService.objects.get()
    assert (made.needs_agreement, made.waiting_weeks, made.wards) == (False, 4, [])
    changed = given | {"needs_agreement": "yes", "wards": ["Fable North"], "is_active": "no"}
    assert client.post(reverse("directory:change", args=[made.pk]), changed).status_code == 302
    made.refresh_from_db()
    assert (made.needs_agreement, made.wards, made.is_active) == (True, ["Fable North"], False)
    assert client.post(reverse("directory:confirm", args=[made.pk]), {"room": "room"}).status_code == 302
    assert made.history.count() == 3
    client.force_login(keeper(make.agency("police", kind="police")))
    assert client.get(reverse("directory:change", args=[made.pk])).status_code == 403


def test_a_file_is_looked_at_and_changes_nothing_until_it_is_brought_in(school, client):
    service(school)
    client.force_login(keeper(school))
    police = row(organization="police", name="Not theirs")
    content = as_file(row(), row(name="New one"), police, row(name="Wrong", minimum_age="nine"), row(name="New one"))
    sent = client.post(reverse("directory:check"), {"file": SimpleUploadedFile("s.csv", content)})
    made = ServiceFile.objects.get()
    assert sent.status_code == 302
    assert (made.added, made.changed, made.same) == (1, 1, 0)
    assert made.problems == [
        [4, "organization", "TF-DIRECTORY-064"],
        [5, "minimum_age", "TF-DIRECTORY-063"],
        [6, "name", "TF-DIRECTORY-067"],
    ]
    assert OfferedService.objects.count() == 1
    page = client.get(sent["Location"]).content.decode()
    assert "No agency of this code" in page
    assert "Not theirs" not in page
    assert client.post(sent["Location"]).status_code == 302
    brought = OfferedService.objects.get(name="New one")
    assert (brought.categories, brought.wards, brought.waiting_weeks) == (["education", "other"], ["Fable North"], 6)
    assert brought.assured_on == day(0)
    assert ServiceFile.objects.get().rows == []
    assert client.get(reverse("directory:bring", args=[made.pk])).status_code == 200
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-070"):
        actions.bring_services(made.pk, by=make_again(made))


def make_again(file):
    """Whoever looked at a file."""
    from thinkfamily.casework.agencies.models import Worker

    return Worker.objects.get(pk=file.checked_by)


def test_a_file_of_somebody_else_is_not_there(school, client):
    made = actions.check_services(as_file(row()), by=keeper(school))
    client.force_login(keeper(school))
    assert client.get(reverse("directory:bring", args=[made.pk])).status_code == 404


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": ""}, "TF-DIRECTORY-060"), ({"name": "x" * 121}, "TF-DIRECTORY-061"), ({"name": "a\x00"}, "TF-DIRECTORY-061"),
        ({"attributes": ""}, "TF-DIRECTORY-060"), ({"attributes": "moon"}, "TF-DIRECTORY-062"),
        ({"room": "perhaps"}, "TF-DIRECTORY-062"), ({"answers_within_days": "0"}, "TF-DIRECTORY-063"),
        ({"minimum_age": "17"}, "TF-DIRECTORY-066"), ({"service_areas": "Moon"}, "TF-DIRECTORY-065"),
        ({"waiting_weeks": "٣"}, "TF-DIRECTORY-063"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_is_said_and_the_row_stays_aside(changed, code):
    found = csv_file.read(as_file(row(**changed)), agencies=["education"], wards=["Fable North"])
    assert (found.rows, [problem[2] for problem in found.problems]) == ([], [code])


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe", b'name\n"open', b"x" * (csv_file.MOST_BYTES + 1)])
def test_what_is_no_such_file_is_said_to_be_none(content):
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-068"):
        csv_file.read(content, agencies=[], wards=[])


def test_the_directory_as_a_file_comes_back_as_it_was_and_a_spreadsheet_runs_nothing(school, client):
    kept = service(school, name="=1+1", description='Said "so",\nin two lines', room="list", waiting_weeks=3)
    client.force_login(keeper(school))
    content = client.get(reverse("directory:export")).content
    assert b"'=1+1" in content
    made = actions.check_services(content, by=keeper(school))
    assert (made.added, made.changed, made.same, made.problems) == (0, 0, 1, [])
    assert kept.name == "=1+1"


def test_of_two_who_add_one_name_at_once_the_second_is_told_in_words(school, client, monkeypatch):
    who = keeper(school)
    client.force_login(who)
    given = {
        "agency": str(school.pk), "name": "Breakfast club", "description": "Breakfast.", "categories": ["education"],
        "application_process": "Ring.", "needs_agreement": "yes", "answers_within_days": "5", "room": "unknown",
        "is_active": "yes",
    }  # fmt: skip
    mine, ours = service(school, name="Tea club"), keep._room

    def later(room, weeks):
        # The other one is there by now, and was not when it was looked for.
        OfferedService.objects.create(agency=school, name="Breakfast club", categories=["education"], assured_by=who.pk)
        monkeypatch.setattr(keep, "_room", ours)
        return ours(room, weeks)

    for page in (reverse("directory:add"), reverse("directory:change", args=[mine.pk])):
        monkeypatch.setattr(keep, "_room", later)
        answer = client.post(page, given)
        assert answer.status_code == 200
        assert "The agency has a service of this name. Change that one." in answer.content.decode()
        assert [one.name for one in OfferedService.objects.all()] == ["Tea club"]
    looked = actions.check_services(as_file(row()), by=who)
    monkeypatch.setattr(keep, "_room", later)
    answer = client.post(reverse("directory:bring", args=[looked.pk]), {})
    assert answer.status_code == 200
    assert "The agency has a service of this name." in answer.content.decode()
    assert ServiceFile.objects.get(pk=looked.pk).brought_at is None
