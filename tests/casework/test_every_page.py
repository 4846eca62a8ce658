"""What holds of every answer of the site: its headers, its id, its errors, its log and its theme."""

from __future__ import annotations

import logging
import re
import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import path

from tests.casework import factories as make
from tests.casework.families.seeded import seeded
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.site import errors
from thinkfamily.casework.site import urls as site_urls
from thinkfamily.casework.site.instance import SiteError
from thinkfamily.casework.site.static_files import BUILT
from thinkfamily.casework.site.theme import Theme, contrast, read_theme

pytestmark = pytest.mark.django_db
SECRET = "Ada-Testperson"


def faulty(request):
    """A fault whose message holds a person's name."""
    raise ValueError(SECRET)


def refusing(request):
    """A refusal that repeats what was asked."""
    raise PermissionDenied(SECRET)


urlpatterns = [path("faulty/", faulty), path("refusing/", refusing), *site_urls.urlpatterns]
for _name in ("handler400", "handler403", "handler404", "handler500"):
    globals()[_name] = getattr(site_urls, _name)


@pytest.fixture
def signed_in(client, settings):
    """A worker's client of the site, with two pages more."""
    settings.ROOT_URLCONF = __name__
    client.force_login(make.worker("adult_lead"))
    client.raise_request_exception = False
    return client


def test_every_answer_carries_a_policy_that_allows_nothing_from_elsewhere(client):
    for path_ in ("/account/login/", "/nothing/", "/privacy/"):
        policy = client.get(path_)["Content-Security-Policy"]
        sources = set(re.findall(r"\S+", re.sub(r"[\w-]+-(?:src|uri|action|ancestors)\b", " ", policy))) - {";"}
        assert {source.rstrip(";") for source in sources} <= {"'self'", "'none'"}, policy
        assert "script-src 'self'" in policy
        assert "default-src 'none'" in policy


def test_a_page_that_is_not_there_is_the_same_bytes_for_every_path_and_worker(client):
    signed_out = client.get(f"/{SECRET}/?q={SECRET}").content
    client.force_login(make.worker("adult_lead"))
    answers = {client.get(path_).content for path_ in ("/x/", f"/families/{SECRET}/", "/a/b/c/?d=e")}
    assert answers == {signed_out}
    assert SECRET.encode() not in signed_out
    assert b"csrfmiddlewaretoken" not in signed_out


def test_each_request_has_an_id_of_its_own_that_its_audit_carries(client):
    ids = {client.get("/privacy/")["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3
    client.force_login(make.worker("councillor"))
    answer = client.get("/site/")
    assert answer.status_code == 403
    assert AuditEvent.objects.latest("at").request == answer["X-Request-Id"]


def test_a_refusal_says_which_power_it_takes_and_whom_to_ask(client):
    client.force_login(make.worker("councillor"))
    said = client.get("/site/").content.decode()
    assert POWERS["site.keep"].says in said
    assert "information governance" in said


def test_a_refusal_repeats_no_words_but_our_own(signed_in):
    answer = signed_in.get("/refusing/")
    assert answer.status_code == 403
    assert SECRET not in answer.content.decode()


def test_a_fault_shows_and_logs_an_id_and_no_value(signed_in, caplog):
    with caplog.at_level(logging.INFO, logger="thinkfamily.site"):
        answer = signed_in.get(f"/faulty/?name={SECRET}")
    assert answer.status_code == 500
    assert answer["X-Request-Id"] in answer.content.decode()
    told = [entry.getMessage() for entry in caplog.records if entry.name == "thinkfamily.site"]
    assert SECRET not in answer.content.decode() + " ".join(told)
    assert any("fault=ValueError" in line and answer["X-Request-Id"] in line for line in told)


def test_a_fault_is_told_without_asking_any_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert errors.fault(rf.get("/")).status_code == 500


def test_the_log_names_the_page_and_the_worker_and_never_the_path(client, caplog):
    worker = make.worker("adult_lead")
    client.force_login(worker)
    with caplog.at_level(logging.INFO, logger="thinkfamily.site"):
        answer = client.get("/", {"q": SECRET})
    (line,) = [entry.getMessage() for entry in caplog.records if entry.name == "thinkfamily.site"]
    shape = rf"method=GET page=home status=200 ms=\d+ request={answer['X-Request-Id']} worker={worker.pk}"
    assert re.fullmatch(shape, line), line


def test_djangos_own_loggers_of_requests_write_nowhere():
    for name in ("django.request", "django.security.csrf", "django.security.DisallowedHost", "django.server"):
        logger, handlers = logging.getLogger(name), []
        while logger:
            handlers += logger.handlers
            logger = logger.parent if logger.propagate else None
        kinds = {type(handler) for handler in handlers if type(handler).__module__.startswith("logging")}
        assert kinds == {logging.NullHandler}, name


def test_a_form_without_its_token_is_refused_in_plain_words():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/login/", {"login": SECRET})
    assert answer.status_code == 403
    assert "too old to send" in answer.content.decode()
    assert SECRET not in answer.content.decode()


def test_no_page_of_a_worker_is_kept_by_the_browser(client):
    client.force_login(make.worker("adult_lead"))
    assert "no-store" in client.get("/")["Cache-Control"]


def test_the_language_is_changed_by_post_and_comes_back_to_the_page(client):
    assert client.get("/language/").status_code == 405
    answer = client.post("/language/", {"language": "cy", "next": "/privacy/"})
    assert answer.headers["Location"] == "/privacy/"
    assert 'lang="cy"' in client.get("/privacy/").content.decode()
    away = client.post("/language/", {"language": "cy", "next": "https://elsewhere.example.org/"})
    assert away.headers["Location"] == "/"


@pytest.mark.parametrize("mode", ["demo", "training", "live"])
def test_every_page_of_invented_people_says_so(client, settings, mode):
    settings.INSTANCE = replace(settings.INSTANCE, mode=mode)
    for path_ in ("/account/login/", "/nothing/"):
        assert ("Invented people only" in client.get(path_).content.decode()) is (mode != "live")


def test_navigation_shows_what_the_roles_open(client):
    client.force_login(make.worker("councillor"))
    assert "Is the site well" not in client.get("/").content.decode()


def test_a_page_costs_as_many_queries_whatever_else_is_there(client, django_assert_max_num_queries):
    client.force_login(make.worker("adult_lead"))
    client.get("/")
    for _ in range(30):
        make.worker("adult_lead")
    with django_assert_max_num_queries(8):
        client.get("/")


class TestTheme:
    """What a council may set, and what it may not."""

    def test_without_a_file_the_site_looks_as_it_comes(self, tmp_path):
        assert read_theme(tmp_path) == Theme()
        assert Theme().version == ""

    def test_its_words_and_colours_are_on_the_page(self, tmp_path, client, settings):
        (tmp_path / "theme.toml").write_text(
            'name = "Families Together"\norganisation = "Fableshire Council"\nask = "the service desk"\n'
            '[colours]\nheader = "#4B0082"\n',
            encoding="utf-8",
        )
        (tmp_path / "privacy.txt").write_text("# Why we keep it\n\nBecause <we> help.", encoding="utf-8")
        settings.THEME = read_theme(tmp_path)
        page = client.get("/privacy/").content.decode()
        assert "Privacy – Families Together" in page
        assert "Fableshire Council" in page
        assert "Because &lt;we&gt; help." in page
        css = client.get(f"/theme/{settings.THEME.version}.css")
        assert css["Content-Type"].startswith("text/css")
        assert "immutable" in css["Cache-Control"]
        assert css.content == b":root{--house-header-background:#4B0082;}\n"

    def test_a_councils_own_accessibility_statement_comes_first_and_its_lack_is_said(self, tmp_path, client, settings):
        lacking = "has not published its own accessibility statement"
        assert lacking in client.get("/accessibility/").content.decode()
        said = "# How far it goes\n\nIt meets <AA> in part.\n\nWritten on 1 December 2026."
        (tmp_path / "accessibility.txt").write_text(said, encoding="utf-8")
        settings.THEME = read_theme(tmp_path)
        page = client.get("/accessibility/").content.decode()
        assert lacking not in page
        assert "It meets &lt;AA&gt; in part." in page
        assert page.index("How far it goes") < page.index("What the makers of the software say")

    def test_the_councils_form_for_complaints_is_led_to(self, tmp_path, client, settings):
        form = "https://council.example/complain?about=data"
        assert "complain" not in client.get("/privacy/").content.decode()
        (tmp_path / "theme.toml").write_text(f'complaints = "{form}"', encoding="utf-8")
        settings.THEME = read_theme(tmp_path)
        page = client.get("/privacy/").content.decode()
        assert f'rel="noreferrer" href="{form}"' in page
        assert "within 30 days" in page
        s = seeded()
        member = make.worker("family_member", person_id=s.ada.pk)
        make.involve(member, s.family, "family_member")
        client.force_login(member)
        assert f'href="{form}"' in client.get(f"/families/{s.family.pk}/looks/shared/").content.decode()

    @pytest.mark.parametrize("name", ["privacy.txt", "accessibility.txt"])
    def test_a_notice_that_cannot_be_read_is_named(self, tmp_path, name):
        (tmp_path / name).write_bytes(b"\xff\xfe\x00")
        with pytest.raises(SiteError) as refused:
            read_theme(tmp_path)
        assert name in str(refused.value)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("name = ", "cannot be read"),
            ('nmae = "x"', "none of"),
            ('name = ""', "1 to 80"),
            ("name = 3", "1 to 80"),
            ('complaints = "http://council.example/"', "no https"),
            ('complaints = "javascript:alert(1)"', "no https"),
            ("complaints = 3", "no https"),
            ('[colours]\nheader = "green"', "no colour"),
            ('[colours]\nheader = "#00;}x{"', "no colour"),
            ('[colours]\nfooter = "#000000"', "none of"),
            ('[colours]\nlink = "#999999"', "contrast of 2.8"),
            ('[colours]\nheader = "#eeeeee"', "contrast"),
        ],
    )
    def test_what_nobody_could_read_is_refused_in_plain_words(self, tmp_path, text, said):
        (tmp_path / "theme.toml").write_text(text, encoding="utf-8")
        with pytest.raises(SiteError) as refused:
            read_theme(tmp_path)
        assert said in str(refused.value)

    def test_contrast_is_as_wcag_defines_it(self):
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
        assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.skipif(not (BUILT / "staticfiles.json").exists(), reason="styles and scripts are not built: `make assets`")
class TestBuiltFiles:
    """What `make assets` made."""

    def test_neither_the_licensed_typeface_nor_the_crown_is_in_it(self):
        texts = [*BUILT.rglob("*.css"), *BUILT.rglob("pages/*.svg")]
        assert texts
        for file in texts:
            assert not re.search(r"GDS Transport|crown|crest|@font-face", file.read_text(encoding="utf-8")), file.name
        assert not [file for file in BUILT.rglob("*") if re.search(r"crown|crest|logotype|woff", file.name)]

    def test_styles_ask_for_nothing_from_elsewhere(self):
        for file in BUILT.rglob("*.css"):
            for address in re.findall(r"url\(([^)]*)\)", file.read_text(encoding="utf-8")):
                assert (file.parent / address.strip("\"'")).exists(), address

    def test_the_real_site_serves_them_for_ever_under_names_of_their_own(self, settings):
        settings.STORAGES = {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "thinkfamily.casework.site.static_files.BuiltFiles"},
        }
        settings.MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware", *settings.MIDDLEWARE]
        client = Client()
        page = client.get("/account/login/").content.decode()
        addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        assert len(addresses) >= 5
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "immutable" in answer["Cache-Control"]
            answer.close()


def test_ids_are_opaque(client):
    assert uuid.UUID(client.get("/privacy/")["X-Request-Id"]).version == 4
