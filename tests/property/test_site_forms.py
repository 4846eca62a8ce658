"""Whatever is sent to any form of the site: never a fault, a clear refusal or exactly the change asked, and nothing lost.

``THINKFAMILY_EXAMPLES=200`` sends two hundred drawings to each of them, others each time, which takes some minutes. Without it
the drawings are the same each time, so that a change that is not at fault does not fail by chance.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.conf import settings as site_settings
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.casework import factories as make
from tests.casework.posting import imports_routes, retention_routes, ways
from tests.casework.posting.drawn import MARK, bodies, junk
from tests.casework.posting.page import Control, Form, Page
from tests.casework.posting.sending import (
    AUDIT,
    PARAMETERS,
    ROUTES,
    Sent,
    Site,
    as_asked,
    changed,
    logs,
    right,
    rows,
    stand,
    undone,
    values,
)
from tests.casework.posting.world import build
from tests.casework.walk import routes

from thinkfamily.casework.access.models import Quarantined
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Member, SafeAddress
from thinkfamily.casework.site.listed import LISTED

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
EXAMPLES = int(os.environ.get("THINKFAMILY_EXAMPLES", "3"))
POSTED = {route.name for route in routes() if route.door and "POST" in route.door.verbs}
LIBRARY = {route.name: route for route in routes()}
SIGN_IN = Form(
    "", [Control(name, "text") for name in ("login", "password", "email", "code", "next", "oldpassword", "credential")]
)
HALF_SENT = settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
    print_blob=False,
    derandomize="THINKFAMILY_EXAMPLES" not in os.environ,
)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Site]:
    """One borough for the whole module, of a council that has said how the addresses of its own system go."""
    theme = replace(site_settings.THEME, case_system="https://cases.fableshire.example/people/{key}")
    with django_db_blocker.unblock(), undone(), override_settings(THEME=theme):
        world = build(tmp_path_factory.mktemp("packets"))
        ways.build(world)
        imports_routes.build(world)
        retention_routes.build(world)
        yield stand(world)


def test_every_route_that_takes_a_form_is_known() -> None:
    assert set(ROUTES) == POSTED, "say in tests/casework/posting/routes.py who sends it and what it may change"


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_what_is_right_is_done_and_nothing_else(site: Site, name: str) -> None:
    with undone():
        form = site.form(name)
        sent = right(site, name, form)
        body, kind = as_asked(name, form, sent)
        response = site.client(ROUTES[name].who).generic("POST", site.url(name), body, content_type=kind)
        assert is_done(name, response), (response.status_code, sent)
        _only_what_was_asked(site, name, form, sent)


OF_A_FILE = sorted(name for name in ROUTES if "family_id" in PARAMETERS[name])
# What may still be done once the case has ended, as somebody else may have ended it meanwhile: the file is kept and put right,
# who sees it is decided, what had begun is finished, and the case can come back.
AFTER_THE_END = """
access:conflict access:involvement_end access:open access:open_end access:request access:restrict
access:restriction_lift access:restriction_named access:restriction_review api:record_on cases:archive
cases:end_ground cases:look cases:reopen cases:review_withdrawal cases:stop_handover cases:take_back_evidence cases:tell_handover
directory:answer directory:end_unmet directory:take_back
families:change_person families:change_tie families:comment families:comment_on families:end_address
families:new_person families:new_tie families:put_in families:put_in_person families:quarantined_reveal
families:record families:record_address families:record_identifier families:record_on families:safe_address_end
families:safe_address_readers families:safe_address_record families:safe_address_reveal families:same
families:statement_correct families:summary families:take_out families:team families:understanding families:visibility
family_account_make
meetings:add_line meetings:answer meetings:came_of meetings:cancel meetings:change_line meetings:confirm
meetings:end_agency meetings:failed meetings:held meetings:remove_line meetings:reopen meetings:reply meetings:report
meetings:take_back meetings:versions plans:call_off plans:comment plans:correct plans:promote plans:rate plans:set_out
plans:take_back plans:take_out referrals:urgent_about sharing:acknowledge sharing:basis sharing:basis_end sharing:decide
sharing:end sharing:enquiry sharing:propose sharing:review sharing:take_back sharing:tell
"""


@pytest.mark.parametrize("name", OF_A_FILE)
def test_what_is_right_is_refused_in_words_once_the_case_has_ended(site: Site, name: str) -> None:
    with undone():
        form = site.form(name)
        Case.objects.update(state="closed", side="going")
        body, kind = as_asked(name, form, right(site, name, form))
        response = site.client(ROUTES[name].who).generic("POST", site.url(name), body, content_type=kind)
        done = is_done(name, response)
        says = "There is a problem" in response.content.decode() or response.status_code in (403, 404, 409)
        assert (done, done or says) == (name in AFTER_THE_END.split(), True), response.status_code


PLACE = "77 Zephyrquince Mews"
# What is read as it was written: the address itself, and what somebody says who fears for a person.
# What cannot be put aside, because others find by it: these are refused to whoever does not know the place, or whatever has a
# figure in it, and the refusal says nothing of what was written.
REFUSED_WHATEVER = {"families:change_person", "families:record_address"}
AS_WRITTEN = {"families:safe_address_record", "cases:step_up", "referrals:urgent_about"}


@pytest.mark.parametrize("name", OF_A_FILE)
def test_no_form_keeps_a_place_in_the_open_where_somebody_must_not_be_found(site: Site, name: str) -> None:
    with undone():
        file = site.world.ids[ROUTES[name].instead.get("family_id", "family_id")]
        person = Member.objects.filter(family=file)[0].person
        kept = SafeAddress.objects.create(family_id=file, person=person, text=PLACE, recorded_by=uuid4())
        # Whoever is named reads the file: else information governance answers for it, and is refused as one who knows.
        kept.named.set([make.worker("governance")])
        form = site.form(name)
        sent = [(field, _placed(form, field, value)) for field, value in right(site, name, form)]
        before = rows()
        body, kind = as_asked(name, form, sent)
        response = site.client(ROUTES[name].who).generic("POST", site.url(name), body, content_type=kind)
        is_so = name not in REFUSED_WHATEVER
        assert is_done(name, response) == is_so, "whoever does not know the place is not refused for it"
        quarantined = {str(pk) for pk in Quarantined.objects.values_list("pk", flat=True)}
        told = {
            label
            for (alias, label), keys in changed(before).items()
            if label not in ("access.Quarantined", "families.SafeAddress")
            and any(
                PLACE in str(one) for one in values(alias, label, {key for key in keys if _id(key) not in quarantined})
            )
        }
    assert told == set() or name in AS_WRITTEN


def _placed(form: Form, name: str, value: bytes) -> bytes:
    """What is typed in a form, with the place in it."""
    controls = form.named(name)
    is_typed = bool(controls) and controls[0].kind in ("textarea", "text") and value.startswith(b"Some words")
    return b"At 77 Zephyrquince Mews, we hear." if is_typed else value


def _id(key: str) -> str:
    """An id as it is written, however the database writes it."""
    try:
        return str(UUID(key))
    except ValueError:
        return key


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_whatever_is_sent(site: Site, name: str) -> None:
    with undone():
        form = site.form(name)
    base = right(site, name, form)

    @HALF_SENT
    @given(drawn=bodies(name, form, base, site.world.foreign))
    def law(drawn: tuple[bytes, str, Sent | None]) -> None:
        body, kind, sent = drawn
        with undone(), logs() as told:
            response = site.client(ROUTES[name].who).generic("POST", site.url(name), body, content_type=kind)
            assert response.status_code < 500
            assert MARK not in "\n".join(told.lines), "a log repeats what was sent"
            if is_done(name, response):
                _only_what_was_asked(site, name, form, sent or [])
                return
            _nothing_changed(site)
            _clear_refusal(name, response, form, sent)

    law()


@pytest.mark.parametrize("name", sorted(LISTED))
def test_whatever_is_sent_to_the_sign_in_library(site: Site, name: str) -> None:
    """Its pages are for one's own account, so what they change is theirs to say: they too have no fault and repeat nothing."""
    url = LIBRARY[name].url()

    @HALF_SENT
    @given(who=st.sampled_from(["", "lead"]), drawn=bodies(name, SIGN_IN, [(name, b"x") for name in SIGN_IN.names], []))
    def law(who: str, drawn: tuple[bytes, str, Sent | None]) -> None:
        body, kind, _ = drawn
        with undone(), logs() as told:
            response = site.client(who).generic("POST", url, body, content_type=kind)
        assert response.status_code < 500
        assert MARK not in "\n".join(told.lines), "a log repeats what was sent"
        assert f"<b>{MARK}" not in response.content.decode()
        # Where to go afterwards is a path of the site, and is carried along as it came.
        headers = {name: value for name, value in response.headers.items() if name != "Location"}
        assert MARK not in str(headers), "what was typed is in a header"

    law()


ASKED = [route for route in routes() if route.door is None or "GET" in route.door.verbs]


@pytest.mark.parametrize("number", range(len(ASKED)), ids=lambda number: ASKED[number].name)
def test_whatever_is_asked_for(site: Site, number: int) -> None:
    """What stands behind the question mark narrows, turns pages or is passed over."""
    route = ASKED[number]
    parameters = PARAMETERS[route.name]
    is_known = all(one in site.world.ids for one in parameters)
    url = (
        site.world.url(route.name, parameters, {})
        if is_known and ":" in route.name
        else route.url(site.world.ids["family_id"])
    )
    one = st.sampled_from(["page", "state", "team", "agency", "category", "person", "from_on_day", "from_on_month", "days",
                           "from_on_year", "member", "id", "store", "next", "language", "area", "outcome"])  # fmt: skip
    right = [(name, b"1") for name in ("page", "id", "from_on_day", "from_on_month", "from_on_year")]

    @HALF_SENT
    @given(data=st.data())
    def law(data: st.DataObject) -> None:
        query = data.draw(st.lists(one.flatmap(lambda name: st.tuples(st.just(name), junk(name))), max_size=4))
        who = data.draw(st.sampled_from(["lead", "governance", "sysadmin", "matching", "analyst", "audit", "member"]))
        with undone(), logs() as told:
            response = site.client(who).generic("GET", url, QUERY_STRING=urlencode(query or right))
            body = b"".join(response.streaming_content) if response.streaming else response.content
            changed_now = {label for _, label in changed(site.before)} if number % 4 == 0 else set()
        assert response.status_code < 500 or route.name == "health"  # which answers so where the site is not well
        assert MARK not in "\n".join(told.lines), "a log repeats what was asked"
        assert f"<b>{MARK}".encode() not in body
        assert response.status_code < 400 or MARK.encode() not in body, "a refusal repeats what was asked"
        assert changed_now <= {AUDIT, "access.Sighting", "access.Notice", "access.SightingsGathered"}

    law()


def is_done(name: str, response: Any) -> bool:
    """Whether what was asked was done."""
    if response.status_code != 200:
        return bool(response.status_code < 400)
    return ROUTES[name].shows and not (
        response["Content-Type"].startswith("text/html") and Page(response.content.decode()).has_summary
    )


def _only_what_was_asked(site: Site, name: str, form: Form, sent: Sent) -> None:
    route, after = ROUTES[name], changed(site.before)
    events = [
        AuditEvent.objects.using(alias).filter(pk__in=after.get((alias, AUDIT), ()))
        for alias in ("default", "candidates")
    ]
    outcomes = {event.outcome for rows in events for event in rows}
    tables = {label for _, label in after} - {AUDIT}
    assert tables <= set(route.changes.split()), "it changed more than it may"
    if route.who and name != "language":
        assert outcomes, "nothing is in the audit"
        assert not tables or "done" in outcomes, "a change is not in the audit"
    if not tables:
        return
    kept = [
        one for (alias, label), keys in after.items() for value in values(alias, label, keys) for one in _texts(value)
    ]
    for field in form.names:
        if form.named(field)[0].kind in ("text", "textarea") and field not in route.unkept.split():
            typed = _typed(sent, field)
            if typed and _number(typed) is not None:
                typed = str(_number(typed))
            if typed and not field.endswith(("_day", "_month", "_year")):
                lost = [line for line in [typed.strip()] if line and not any(line in one for one in kept)]
                assert not lost, f"{field} was typed and is not kept"


def _number(typed: str) -> int | None:
    try:
        return int(typed)
    except ValueError:
        return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        yield "\r\n".join(str(one) for one in value)
    elif not isinstance(value, date | datetime | None):
        yield str(value)


def _typed(sent: Sent, name: str) -> str | None:
    found = [value for key, value in sent if key == name]
    return found[-1].decode("utf-8", "replace") if found else None


def _nothing_changed(site: Site) -> None:
    after = changed(site.before)
    assert {label for _, label in after} <= {AUDIT}, "it was refused and changed something"
    for alias in ("default", "candidates"):
        for event in AuditEvent.objects.using(alias).filter(pk__in=after.get((alias, AUDIT), ())):
            assert event.outcome in ("refused", "looked"), event.action


def _clear_refusal(name: str, response: Any, form: Form, sent: Sent | None) -> None:
    if not response["Content-Type"].startswith("text/html"):
        assert response.status_code >= 400
        assert MARK not in response.content.decode()
        return
    html = response.content.decode()
    page = Page(html)
    assert f"<b>{MARK}" not in html
    assert not [said for said in page.rest if MARK in said], "what was typed is repeated outside its field"
    assert "script" not in page.tags or html.count("<script") == html.count('<script type="module"'), "not escaped"
    if response.status_code >= 400 and not page.has_summary:
        return
    assert page.has_summary, "it came back and does not say what is wrong"
    assert page.title.startswith(("Error", "Gwall")), page.title
    assert {link.removeprefix("#") for link in page.links} <= page.ids, "an error leads nowhere"
    if sent is None:
        return
    back = page.form_for(response.wsgi_request.path, set(form.names))
    for field in form.names if back else ():
        _came_back(name, field, form, back, sent, page)  # type: ignore[arg-type]


def _came_back(name: str, field: str, form: Form, back: Form, sent: Sent, page: Page) -> None:
    kind = form.named(field)[0].kind
    if kind in ("password", "file") or field in ROUTES[name].unsaid.split():
        assert MARK not in "".join(back.shown(field)), f"{field} must never come back"
        return
    if field == "csrfmiddlewaretoken" or field in ROUTES[name].anew.split():
        return
    typed = [value.decode("utf-8", "replace") for key, value in sent if key == field]
    is_wrong = any(link.startswith(f"#id_{field}") for link in page.links)
    if form.offered(field):
        offered = [value for value in typed if value in form.offered(field)]
        last = offered[-1:] if kind in ("radio", "select") and typed[-1:] == offered[-1:] else []
        wanted = set(offered) if kind == "checkbox" else set(last)
        assert wanted <= set(back.shown(field)), f"{field} was chosen and is lost"
    elif typed and not (is_wrong and "\x00" in typed[-1]):
        assert [typed[-1]] == back.shown(field)[:1], f"{field} was typed and is lost"
