"""The pages of imports, the command, and the way to the same family in the council's own system."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.imports import files
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.imports import actions
from thinkfamily.casework.imports.models import Import
from thinkfamily.casework.site.instance import SiteError
from thinkfamily.casework.site.theme import Theme, read_theme

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
PATTERN = "https://cases.fableshire.example/people/{key}"


@pytest.fixture
def who():
    return files.people()


def as_(client, worker):
    client.force_login(worker)
    return client


def upload(content, name="cases.xlsx"):
    return {"file": SimpleUploadedFile(name, content)}


def test_from_the_template_to_the_family_page_and_back_on_screen(who, client):
    template = as_(client, who["analyst"]).get("/imports/template.xlsx")
    assert template["Content-Disposition"] == 'attachment; filename="cases-to-bring-in.xlsx"'
    assert template.content[:2] == client.get("/imports/template.zip").content[:2] == b"PK"
    rows = files.rows(2, lead=who["lead"].email)
    rows["families"][1]["team"] = "Zzplanted"
    content = files.workbook(rows)
    looked = client.post("/imports/check/", upload(content), follow=True)
    page = looked.content.decode()
    assert "Nothing was brought in yet" in page
    assert "Families, row 3" in page
    assert "None of the choices" in page
    assert "Zzplanted" not in page
    assert "Next a manager or information governance signs it" in page
    one = f"/imports/{Import.objects.get().pk}/"
    assert client.post(f"{one}bring/", upload(content)).status_code == 200
    assert not Family.objects.exists()
    assert client.post(f"{one}sign/", {"has_read": "on"}).status_code == 403
    assert as_(client, who["manager"]).post(f"{one}sign/", {}).status_code == 200
    assert client.post(f"{one}sign/", {"has_read": "on"}).status_code == 302
    assert as_(client, who["analyst"]).post(f"{one}bring/", upload(content)).status_code == 302
    family = Family.objects.get()
    report = client.get(one).content.decode()
    assert "Brought in" in report
    assert who["manager"].name in report
    case = as_(client, who["lead"]).get(f"/families/{family.pk}/case/").content.decode()
    assert "Brought in" in case
    assert who["lead"].name in case
    as_(client, who["analyst"])
    assert client.post(f"{one}ask-back/", {"because": "The wrong team."}).status_code == 302
    assert as_(client, who["governance"]).post(f"{one}answer-back/", {"answer": "yes"}).status_code == 302
    assert not Family.objects.exists()
    assert "Taken back" in client.get(one).content.decode()


def test_what_makes_nothing_is_not_offered_to_be_signed(who, client):
    rows = files.rows(1)
    rows["families"][0]["team"] = "Nowhere"
    as_(client, who["analyst"]).post("/imports/check/", upload(files.workbook(rows)))
    page = as_(client, who["manager"]).get(f"/imports/{Import.objects.get().pk}/").content.decode()
    assert "No family would be made" in page
    assert "Sign it" not in page


def test_the_template_says_how_a_day_and_a_time_are_written(who, client):
    content = as_(client, who["analyst"]).get("/imports/template.zip").content
    told = zipfile.ZipFile(io.BytesIO(content)).read("read-me-first.csv").decode("utf-8-sig")
    assert "a date such as 31/12/2025" in told
    assert "a time such as 14:30" in told


def test_a_page_never_shows_a_name_of_the_file(who, client):
    content = files.workbook(files.rows(3))
    files.brought(content, who)
    names = set(
        re.findall(r"Inv\w+", " ".join(str(one) for one in Family.objects.values_list("members__person__last_name")))
    )
    assert names
    for reader in ("analyst", "manager", "governance"):
        for path in ("/imports/", f"/imports/{Import.objects.get().pk}/"):
            page = as_(client, who[reader]).get(path).content.decode()
            assert not any(name in page for name in names)


def test_a_list_of_many_imports_asks_as_many_queries_as_one_of_one(who, client, django_assert_max_num_queries):
    read = files.read(files.workbook(files.rows(1)))
    as_(client, who["analyst"]).get("/imports/")
    for _ in range(12):
        actions.check(read, by=who["analyst"])
    with django_assert_max_num_queries(9):
        assert client.get("/imports/").content.count(b"Looked at: nothing was brought") == 12


@pytest.mark.parametrize("path", ["", "sign/", "bring/", "ask-back/", "answer-back/"])
def test_an_import_that_is_not_there_is_not_there(who, client, path):
    for reader in ("analyst", "manager"):
        found = as_(client, who[reader]).get(f"/imports/00000000-0000-4000-8000-000000000000/{path}").status_code
        assert found in (403, 404)


def test_the_link_leads_to_the_council_s_system_and_nothing_of_this_site_goes_along(who, client, settings):
    files.brought(files.workbook(files.rows(1, lead=who["lead"].email)), who)
    family = Family.objects.get()
    page = f"/families/{family.pk}/case/"
    as_(client, who["lead"])
    assert "council's system" not in client.get(page).content.decode()
    settings.THEME = Theme(case_system=PATTERN)
    found = re.findall(r'<a [^>]*href="(https://[^"]*)"[^>]*>', client.get(page).content.decode())
    assert found == ["https://cases.fableshire.example/people/LCS-0"]
    link = re.search(r"<a [^>]*fableshire[^>]*>", client.get(page).content.decode()).group()
    for part in ('rel="noopener noreferrer"', 'referrerpolicy="no-referrer"', 'target="_blank"'):
        assert part in link
    assert str(family.pk) not in link
    assert family.reference not in link


def test_a_case_that_was_not_brought_in_is_given_its_key_where_the_council_has_said_how_addresses_go(
    who, client, settings
):
    family = make.family()
    make.involve(who["lead"], family, "adult_lead")
    as_(client, who["lead"])
    page, there = f"/families/{family.pk}/case/", f"/families/{family.pk}/case/link/"
    assert there not in client.get(page).text
    settings.THEME = Theme(case_system=PATTERN)
    assert there in client.get(page).text
    day = timezone.localdate()
    on = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    assert "letters, figures" in client.post(there, on | {"council_key": "../admin"}).text
    assert client.post(there, on | {"council_key": "LCS-77"}).status_code == 302
    assert "https://cases.fableshire.example/people/LCS-77" in client.get(page).text


@pytest.mark.parametrize(
    "key", ["", "../admin", "a/b", "a?b=c", "a#b", "a b", "a%2Fb", '"onmouseover=x', "-a", "a..b", "x" * 61]
)
def test_no_key_leads_anywhere_else(who, client, settings, key):
    settings.THEME = Theme(case_system=PATTERN)
    family = make.family()
    make.involve(who["lead"], family, "adult_lead")
    Case.objects.filter(family=family).update(council_key=key[:60])
    page = as_(client, who["lead"]).get(f"/families/{family.pk}/case/").content.decode()
    assert ("fableshire.example" in page) == (key == "x" * 61)


@pytest.mark.parametrize(
    "said",
    [
        "http://cases.example/{key}", "https://cases.example/", "https://{key}.example/", "https://user@cases.example/{key}",
        "javascript:alert({key})", "https://cases.example/{key}/{key}", "https://cases.example/{other}{key}",
        "//cases.example/{key}", "https:///{key}", 'https://cases.example/{key}"x', "https://cases.example/ {key}", 7,
    ],
)  # fmt: skip
def test_a_site_does_not_start_with_an_address_that_could_lead_astray(tmp_path, said):
    (tmp_path / "theme.toml").write_text(f"case_system = {said!r}\n")
    with pytest.raises(SiteError, match="TF-SITE-022"):
        read_theme(tmp_path)


def test_a_site_starts_with_one_that_does_not(tmp_path):
    (tmp_path / "theme.toml").write_text(f'case_system = "{PATTERN}"\n')
    assert read_theme(tmp_path).case_system == PATTERN
    (tmp_path / "theme.toml").write_text('case_system = "https://cases.example:8443/open?id={key}"\n')
    assert read_theme(tmp_path).case_system.endswith("id={key}")
