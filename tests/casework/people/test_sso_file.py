"""The instance's sso.toml: what it must hold, and what is said when it does not."""

from __future__ import annotations

import pytest

from thinkfamily.casework.site.instance import SiteError
from thinkfamily.casework.site.sso import config

GOOD = """
name = "Council sign-in"
issuer = "https://login.council.example/tenant"
client_id = "thinkfamily"
client_secret_file = "sso.secret"
second_factor_amr = ["mfa"]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "keys").mkdir()
    secret = tmp_path / "keys" / "sso.secret"
    secret.write_text("an invented secret\n")
    secret.chmod(0o600)
    (tmp_path / "sso.toml").write_text(GOOD)
    return tmp_path


def test_without_the_file_there_is_no_single_sign_on(tmp_path):
    assert config.read(tmp_path) is None
    assert config.providers(None)["openid_connect"]["APPS"] == []
    assert config.origins(None) == []


def test_a_good_file_is_read(folder):
    said = config.read(folder)
    assert said.secret == "an invented secret"
    (app,) = config.providers(said)["openid_connect"]["APPS"]
    assert app["settings"]["oauth_pkce_enabled"] is True
    assert config.origins(said) == ["https://login.council.example"]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('name = "Council sign-in"', ""),
        ('client_id = "thinkfamily"', "client_id = 7"),
        ('["mfa"]', '"mfa"'),
        ('["mfa"]', "[7]"),
        ("https://login.council.example/tenant", "http://login.council.example/tenant"),
        ("https://login.council.example/tenant", "https://login.council.example/?tenant=1"),
        ("https://login.council.example/tenant", "nowhere"),
        ('"sso.secret"', '"../../sso.secret"'),
        ('"sso.secret"', '"another.secret"'),
        ("client_id", "cliend_id"),
        ('name = "', "name = "),
    ],
)
def test_what_cannot_be_used_is_said_without_the_value(folder, was, becomes):
    assert was in GOOD
    (folder / "sso.toml").write_text(GOOD.replace(was, becomes))
    with pytest.raises(SiteError) as caught:
        config.read(folder)
    said = str(caught.value)
    assert "TF-SITE-020  sso.toml" in said
    assert "council.example" not in said
    assert "invented" not in said


@pytest.mark.parametrize("wrong", ["readable", "empty"])
def test_a_secret_is_a_secret(folder, wrong):
    secret = folder / "keys" / "sso.secret"
    if wrong == "readable":
        secret.chmod(0o644)
    else:
        secret.write_text("\n")
    with pytest.raises(SiteError):
        config.read(folder)
