"""How the site is set up: what Django itself asks of a deployment, what a request may hold, and who is let in where."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.casework.operations.conftest import Site
from thinkfamily.casework.agencies.demo import DOMAIN
from thinkfamily.casework.consideration.problems import DeskError
from thinkfamily.casework.site.demo import people
from thinkfamily.casework.site.instance import SiteError

CHECK = """
from thinkfamily.casework.site.start import start
start()
from django.conf import settings
from django.core.management import call_command
call_command("check", tags=["security"], deploy=True, fail_level="WARNING")
print(settings.DEBUG, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 10**7,
      settings.SECURE_SSL_REDIRECT, settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2])
"""


def test_djangos_own_check_of_a_deployment_finds_nothing(tmp_path: Path) -> None:
    site = Site(tmp_path / "folder", mode="live", THINKFAMILY_HTTPS="1", THINKFAMILY_HOSTS="families.council.example")
    assert site.python(CHECK).split()[-6:] == ["False", "True", "True", "True", "True", "dummy"]


def test_a_form_that_is_too_large_is_refused_in_plain_words(client: Client, db: None) -> None:
    client.force_login(make.worker("adult_lead"))
    answer = client.post("/search/", {"name": "x" * (1024 * 1024 + 1)})
    assert answer.status_code in (400, 413)
    assert b"xxxx" not in answer.content
    many = client.post("/search/", {f"field{n}": "" for n in range(1001)})
    assert many.status_code in (400, 413)


@pytest.mark.django_db(databases=["default", "candidates"])
class TestTraining:
    """A site of invented people stays one."""

    @pytest.fixture(autouse=True)
    def _training(self, settings: Any) -> None:
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mode="training")

    def test_every_page_and_its_print_say_so(self, client: Client) -> None:
        family = make.family()
        lead = make.worker("adult_lead")
        make.involve(lead, family, "adult_lead")
        client.force_login(lead)
        for path in ("/", f"/families/{family.pk}/", f"/families/{family.pk}/print/", "/nothing/"):
            assert "Invented people only" in client.get(path).content.decode(), path

    def test_real_packets_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(DeskError, match="packet of real people"):
            desk.brought(tmp_path, desk.families(1), is_synthetic=False)

    def test_invented_packets_are_refused_by_a_live_site(self, tmp_path: Path, settings: Any) -> None:
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mode="live")
        with pytest.raises(DeskError, match="packet of invented people"):
            desk.brought(tmp_path, desk.families(1))

    def test_accounts_of_a_demo_are_refused_outside_a_demo(self, client: Client, settings: Any) -> None:
        worker = make.worker("manager")
        type(worker).objects.filter(pk=worker.pk).update(email=f"manager@{DOMAIN}")
        for mode in ("training", "live"):
            settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mode=mode)
            with pytest.raises(SiteError, match="TF-DEMO-002"):
                people.make_accounts()
            answer = client.post("/account/login/", {"login": f"manager@{DOMAIN}", "password": make.PASSWORD})
            assert "_auth_user_id" not in client.session
            assert answer.url == "/account/inactive/"

    def test_one_who_was_in_is_out_when_the_site_is_no_demo(self, client: Client, settings: Any) -> None:
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mode="demo")
        worker = make.worker("manager")
        type(worker).objects.filter(pk=worker.pk).update(email=f"manager@{DOMAIN}")
        worker.refresh_from_db()
        client.force_login(worker)
        assert client.get("/").status_code == 200
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mode="live")
        assert client.get("/").url.startswith("/account/login/")


def test_a_file_that_is_sent_lies_in_the_sites_folder_while_it_is_read() -> None:
    assert Path(settings.FILE_UPLOAD_TEMP_DIR) == settings.INSTANCE.folder
