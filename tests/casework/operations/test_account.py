"""A live site from nothing, as docs/how-to/run-the-site.md has it: serve, first account, link, password, second factor, in."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.casework.operations.conftest import Site
from thinkfamily.casework.site.operations.serving import MOST_BODY
from thinkfamily.casework.site.static_files import BUILT

pytestmark = pytest.mark.skipif(
    not (BUILT / "staticfiles.json").exists(), reason="styles and scripts are not built: run `make assets`"
)
PASSWORD = "a long invented passphrase"
NEW = ("--email", "sid@council.example", "--name", "Sid Invented")


class Browser:
    """Keeps cookies, follows redirects and sends forms with their token, as a browser without scripts does."""

    def __init__(self, address: str, **headers: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self._open.addheaders = list(headers.items())
        self.page, self.status, self.at = "", 0, address

    def get(self, path: str) -> str:
        """Open a page."""
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.address, path)))

    def send(self, path: str, **form: str) -> str:
        """Fill in the form that is open, and send it."""
        tokens = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)
        data = urllib.parse.urlencode(form | {"csrfmiddlewaretoken": tokens[-1]}).encode()
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.address, path), data))

    def _ask(self, request: urllib.request.Request) -> str:
        try:
            answer = self._open.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.page, self.status, self.at = answer.read().decode(), answer.status, answer.url
        return self.page


@pytest.fixture
def site(made_site: Path, tmp_path: Path) -> Iterator[Site]:
    """The folder of a live site that was never started."""
    return Site(tmp_path / "live", mode="live")


def test_a_live_site_begins_as_the_manual_says(site: Site) -> None:
    with site.serving() as (address, _):
        said = site.command("account", *NEW, "--role", "sysadmin", "--address", address)
        link = re.search(r"http://\S+/account/invitation/\S+", said)[0]
        assert "TF-SITE-007" in site.command("account", *NEW, expect=8)
        browser = Browser(address)
        browser.get("/account/login/")
        browser.send("/account/login/", login="sid@council.example", password=PASSWORD)
        assert "/account/login/" in browser.at, "without a password nobody enters"
        browser.get(link)
        assert browser.status == 200
        browser.send(link, password=PASSWORD, again=PASSWORD)
        assert "/account/login/" in browser.at
        browser.get(link)
        assert browser.status == 404, "the link works once"
        said = site.command("account", *NEW[:2], "--link", "--address", address)
        browser.get(re.search(r"http://\S+/account/invitation/\S+", said)[0])
        assert browser.status == 200, "where no mail is sent, a new link is made at the machine"
        browser.get("/account/login/")
        browser.send("/account/login/", login="sid@council.example", password=PASSWORD)
        browser.get("/")
        assert browser.at.endswith("/entry/"), "not without a second factor"
        browser.get("/site/")
        assert browser.at.endswith("/entry/")
        browser.get("/account/2fa/totp/activate/")
        assert "/account/reauthenticate/" in browser.at, "what changes how one signs in asks for the password again"
        browser.send(browser.at, password=PASSWORD)
        assert browser.at.endswith("/totp/activate/")
        secret = re.search(r"\b[A-Z2-7]{32}\b", browser.page)[0]
        code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
        browser.send("/account/2fa/totp/activate/", code=code)
        browser.get("/site/")
        assert browser.at.endswith("/entry/"), "not without a word on whom one is close to"
        browser.get("/closeness/")
        own = {"first_name": "Sid", "last_name": "Fable", "born_day": "1", "born_month": "2", "born_year": "1980"}
        browser.send("/closeness/", **own, postcodes="ZZ1 1ZZ", answer="none")
        browser.get("/site/")
        assert browser.at.endswith("/site/")
        assert "Invented people only" not in browser.page, "it is live"
        assert browser.status == 200
        browser.get("/families/")
        assert browser.status in (200, 403)
        assert "FT-" not in browser.page


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--email", "who@council.example", "--name", "Who", "--role", "manager"), "TF-SITE-006"),
        (("--email", "who@council.example", "--name", "Who", "--trained-on", "2020-01-01"), "TF-SITE-009"),
        (("--email", "nobody", "--name", "Who"), "TF-SITE-010"),
        (("--email", "who@demo.example", "--name", "Who"), "TF-SITE-010"),
        (("--email", "who@council.example"), "TF-SITE-010"),
        (("--email", "who@council.example", "--link"), "TF-SITE-023"),
    ],
)
def test_what_cannot_be_an_account_is_refused_in_words(filled_site: Site, words: tuple[str, ...], code: str) -> None:
    said = filled_site.command("account", *words, expect=8)
    assert code in said
    assert words[1] not in said


def test_behind_a_proxy_that_speaks_tls_forms_work_and_cookies_are_safe(site: Site) -> None:
    site.more = {"THINKFAMILY_HTTPS": "1", "THINKFAMILY_HOSTS": "families.council.example,127.0.0.1"}
    site.command("account", *NEW)
    with site.serving() as (address, _):
        behind = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", "Host": "families.council.example"}
        request = urllib.request.Request(f"{address}/account/login/", headers=behind)
        with urllib.request.urlopen(request, timeout=60) as answer:
            headers, page = answer.headers, answer.read().decode()
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
        cookies = headers.get_all("Set-Cookie")
        assert cookies
        assert all("Secure" in each and "HttpOnly" in each and "SameSite=Lax" in each for each in cookies)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = {"login": "sid@council.example", "password": "wrong", "csrfmiddlewaretoken": token}
        sent = urllib.request.Request(
            f"{address}/account/login/",
            urllib.parse.urlencode(form).encode(),
            behind
            | {
                "Cookie": "; ".join(each.split(";")[0] for each in cookies),
                "Origin": "https://families.council.example",
                "Referer": "https://families.council.example/account/login/",
            },
        )
        with urllib.request.urlopen(sent, timeout=60) as answer:
            assert answer.status == 200, "the form is taken: browser and site agree that this is TLS"
        plain = Browser(address).get("/health/")
        assert "case store" in plain, "a monitor on the machine asks without the proxy"


def test_what_is_larger_than_any_packet_is_refused_unread(site: Site) -> None:
    with site.serving() as (address, _):
        request = urllib.request.Request(
            f"{address}/account/login/", b"x", {"Content-Length": str(MOST_BODY + 1)}, method="POST"
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=60)
        assert refused.value.code == 413
        refused.value.close()
