"""How a site starts, and how it says that it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.casework.operations.conftest import Site
from thinkfamily.casework.site.instance import SiteError, from_environment


def test_a_folder_keeps_the_mode_it_was_made_in(filled_site: Site) -> None:
    said = filled_site.command("serve", "--mode", "live", "--jobs-only", "--once", expect=8)
    assert "TF-SITE-004" in said


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("THINKFAMILY_MODE", "production", "TF-SITE-001"),
        ("DATABASE_URL", "mysql://localhost/casework", "TF-SITE-002"),
        ("DATABASE_URL", "postgres://localhost", "TF-SITE-002"),
        ("MAIL_URL", "http://mail.example.org", "TF-SITE-008"),
        ("MAIL_URL", "smtps://mail.example.org", "TF-SITE-008"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_its_value_is_not(variable: str, value: str, code: str) -> None:
    with pytest.raises(SiteError, match=code) as caught:
        from_environment({variable: value})
    assert value not in str(caught.value)


def test_two_databases_come_of_one_address() -> None:
    instance = from_environment({"DATABASE_URL": "postgres://who:pass%40word@db:5433/casework"})
    main, desk = instance.databases["default"], instance.databases["candidates"]
    assert (main["NAME"], desk["NAME"]) == ("casework", "casework_candidates")
    assert (main["PASSWORD"], main["PORT"]) == ("pass@word", "5433")


def test_what_an_address_asks_of_the_connection_goes_to_both() -> None:
    instance = from_environment({"DATABASE_URL": "postgres://who@db/casework?sslmode=require"})
    main, desk = instance.databases["default"], instance.databases["candidates"]
    assert (main["NAME"], desk["NAME"]) == ("casework", "casework_candidates")
    assert main["OPTIONS"]["sslmode"] == desk["OPTIONS"]["sslmode"] == "require"


def test_without_an_address_both_are_files_of_the_folder(tmp_path: Path) -> None:
    instance = from_environment({"THINKFAMILY_SITE": str(tmp_path)})
    assert {Path(one["NAME"]).name for one in instance.databases.values()} == {"casework.sqlite3", "candidates.sqlite3"}


def test_a_mail_server_is_named_by_one_address() -> None:
    url = "smtp+tls://who:pass%40word@mail.example.org"
    mail = from_environment({"MAIL_URL": url, "THINKFAMILY_MAIL_FROM": "site@example.org"}).mail
    assert mail is not None
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_HOST_PASSWORD"]) == (
        "mail.example.org",
        587,
        "pass@word",
    )
    assert (mail["EMAIL_USE_TLS"], mail["EMAIL_USE_SSL"], mail["DEFAULT_FROM_EMAIL"]) == (
        True,
        False,
        "site@example.org",
    )
    assert from_environment({}).mail is None
