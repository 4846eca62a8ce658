"""Every page that anybody can come to, looked at in a browser as one of those who can."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.utils import timezone
from tests.casework import factories as make
from tests.casework.imports import files
from tests.casework.questions import asking as questions
from tests.casework.referrals.asked import asked, screened, somebody
from tests.casework.retention.over import over
from tests.casework.walk import routes
from tests.functional.site.test_own_account import ACCOUNT_PAGES
from tests.functional.site.walks.cases_to_look_at import cases_to_look_at
from tests.functional.site.walks.crawl import pages
from tests.functional.site.walks.test_desk import REASONS, undecided

from thinkfamily.casework.access.actions import conflict, opening
from thinkfamily.casework.agencies import invitations
from thinkfamily.casework.agencies.actions import programs
from thinkfamily.casework.agencies.models import Agency, Team
from thinkfamily.casework.cases.queries import case_of
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.actions.look import looked
from thinkfamily.casework.directory import csv_file
from thinkfamily.casework.directory.actions import check_services
from thinkfamily.casework.families.actions.corrections import take_out
from thinkfamily.casework.families.models import IdentityJoin
from thinkfamily.casework.imports import actions as bring_in
from thinkfamily.casework.meetings.actions import group, meetings, minutes
from thinkfamily.casework.meetings.actions.invitations import invite
from thinkfamily.casework.referrals import actions as requests
from thinkfamily.casework.retention import actions as retention
from thinkfamily.casework.sharing.actions.decisions import propose
from thinkfamily.casework.sharing.models import SharingDecision
from thinkfamily.casework.site.api.keys import OPERATIONS
from thinkfamily.casework.site.programs.actions import add_webhook

# Those with most to do first: a page is looked at as the first of them who comes to it.
WHO = (
    "adult.lead", "child.lead", "second.manager", "manager", "governance", "analyst", "matching", "auditor", "sysadmin",
    "triage", "school", "police", "parent", "volunteer", "mentor", "services", "evaluator", "claims", "councillor",
)  # fmt: skip

# Pages for which a browser is sent elsewhere in these tests, and what is no page.
_OPEN = "for somebody signed out: test_the_look.py"
_OWN = "asks who one is first: test_own_account.py"
_FILE = "no page: a file, or an answer to a program"
_CLOSED = "closed by the gate at entry: nobody comes to it"
ELSEWHERE: dict[str, str] = {
    **dict.fromkeys(ACCOUNT_PAGES, _OWN),
    "mfa_authenticate": _OWN,
    "mfa_activate_totp": _OWN,
    "mfa_download_recovery_codes": _FILE,
    "mfa_reauthenticate_webauthn": _FILE,
    "mfa_login_webauthn": _FILE,
    "mfa_edit_webauthn": _CLOSED,
    "mfa_remove_webauthn": _OWN,
    "account_login": _OPEN,
    "account_inactive": _OPEN,
    "account_reset_password": _OPEN,
    "account_reset_password_done": _OPEN,
    "account_reset_password_from_key": _OPEN,
    "account_reset_password_from_key_done": _OPEN,
    "socialaccount_login_cancelled": _OPEN,
    "socialaccount_login_error": _OPEN,
    "entry": "for somebody who may not enter yet: below",
    "entry_rules": "for somebody who may not enter yet: below",
    "invitation": "a link in a letter: below",
    "referrals:ask_in_public": "for somebody signed out: test_front_door.py",
    "referrals:sent": "for somebody signed out: test_front_door.py",
    "openid_connect_login": "sends to the council's own sign-in",
    "openid_connect_callback": "comes back from the council's own sign-in",
    **dict.fromkeys(
        (
            "account_signup", "account_email", "account_email_verification_sent", "account_confirm_email",
            "account_set_password", "account_confirm_login_code", "socialaccount_signup", "socialaccount_connections",
            "account/social/login/cancelled/", "account/social/login/error/", "account/social/signup/",
            "account/social/connections/",
        ),
        _CLOSED,
    ),
    **dict.fromkeys(
        (
            "health", "theme", "sharing:register_csv", "api:openapi-json", "api:api-root", "api:families", "api:family",
            "api:family_timeline", "meetings:meeting_file", "meetings:calendar_file", "imports:workbook", "imports:tables",
            "profiles:export", "questions:export", "directory:export", "directory:template",
        ),
        _FILE,
    ),
}  # fmt: skip


def prepare(story) -> dict[str, list[str]]:
    """Leave something of each kind that waits for somebody; the addresses to which a form or a letter leads, by role."""
    workers, families, today = story.workers, story.families, timezone.localdate()
    one = undecided(story)
    looked(workers["analyst"], "candidate", one.pk)
    actions.decide(one.pk, outcome="not_now", reasons=REASONS, by=workers["analyst"])
    opening.ask(by=workers["child.lead"], family=families["quiet"], reason="A child is alone", minutes=5)
    conflict.record_conflict(by=workers["governance"], family=families["quiet"], worker=workers["claims"], kind="other")
    conflict.declare_relative(
        by=workers["claims"], first_name="Nobody", last_name="Known", born=date(1950, 4, 5), kind="relative"
    )
    # As it sounds, and not to the letter: for information governance to decide.
    near = families["work"].members.filter(person__date_of_birth__isnull=False).first().person
    conflict.declare_relative(
        by=workers["claims"], first_name=near.first_name, last_name=f"{near.last_name}a", born=near.date_of_birth,
        kind="other",
    )  # fmt: skip
    agency = {one.code: one for one in Agency.objects.all()}
    waiting = propose(
        families["second"], from_agency=agency["LA-HSG"], to_agency=agency["DFE-SCHOOLS"], categories=["housing"],
        purpose="Plan the move", power_code="ca2004_s10", lawful_basis="public_task", necessity="One plan",
        is_family_told=True, until_on=today + timedelta(days=60), by=workers["child.lead"],
    )  # fmt: skip
    gone = families["second"].members.filter(role="adult", residence="elsewhere")[0].person
    take_out(families["second"], gone, from_on=today, why="Never of this family", by=workers["child.lead"])
    Authenticator.objects.get_or_create(user=workers["claims"], type=Authenticator.Type.TOTP, data={"secret": "none"})
    program_to_look_at(workers, agency["DFE-SCHOOLS"])
    one_of, other = [row.person for row in families["work"].members.order_by("pk")[:2]]
    join = IdentityJoin.objects.create(kind="same", family=families["work"], person=one_of, other=other, from_on=today)
    decision = f"sharing/decisions/{waiting.pk}/"
    stands = SharingDecision.objects.filter(state="approved", review_on__isnull=False).first()
    assert stands is not None
    looked_at, to_sign, alert = requests_of_each_kind(workers)
    services = check_services(csv_file.template().encode(), by=workers["services"])
    to_sign_in, to_bring, brought, asked_back = imports_to_look_at(workers)
    waiting_question = questions.proposed(by=workers["second.manager"])
    asked_question = questions.adopted(questions.proposed("closing", by=workers["manager"]), by=workers["governance"])
    return {
        "analyst": [to_bring, brought],
        "services": [f"/services/files/{services.pk}/"],
        "adult.lead": [story.path("first", "services/"), story.path("first", "evidence/"), *meetings_to_look_at(story)],
        "child.lead": [
            story.path("safe", "safe-address/"), story.path("second", decision), story.path("second", "people/"),
            story.path("second", "case/agreed/"), f"/urgent/raised/{alert.pk}/", story.path("second", "meetings/"),
        ],
        "manager": [f"/questions/asked/{asked_question.code}/"],
        "second.manager": [story.path("work", "conflicts/"), story.path("second", decision + "decide/"), f"/front-door/{to_sign.pk}/"],
        "triage": [story.path("work", "open/"), f"/front-door/{looked_at.pk}/"],
        "governance": [
            f"/questions/asked/{waiting_question.code}/", to_sign_in, asked_back, f"/identities/{join.pk}/", *files_that_go(),
            f"/families/{stands.family_id}/sharing/decisions/{stands.pk}/review/",
            story.path("work", "known/"), f"/who-sees/workers/{workers['adult.lead'].pk}/",
            f"/who-sees/files/{families['first'].pk}/",
        ],
        "sysadmin": [f"/organisation/accounts/{workers['claims'].pk}/"],
    }  # fmt: skip


def requests_of_each_kind(workers):
    """A request that waits, one that is being looked at, one to be signed; and an alert of the leads' own."""
    asked(by=workers["school"])
    adult = somebody("Testa", "Mockbury", None, "adult")
    looked_at = screened(asked(adult, by=workers["adult.lead"]), workers["triage"])
    to_sign = screened(asked(somebody("Newborn", "Invented", None), by=workers["school"]), workers["triage"])
    requests.close(to_sign, because="Nothing is needed.", told="Thank you.", by=workers["triage"])
    return looked_at, to_sign, requests.raise_alert(by=workers["child.lead"])


def program_to_look_at(workers, agency) -> None:
    """A program with a key and an address that it is told at, for which the manager answers."""
    made = programs.make_program(
        by=workers["sysadmin"], name="Register Invented", what_for="Reads what its agency may see.", agency=agency,
        responsible=workers["manager"], operations=list(OPERATIONS), networks=["192.0.2.0/24"],
        account_until=timezone.localdate() + timedelta(days=200),
    )  # fmt: skip
    programs.make_key(made, by=workers["manager"], ends_on=timezone.localdate() + timedelta(days=90))
    add_webhook(made, by=workers["sysadmin"], url="https://register.example.org/x", kinds=["case"])


def files_that_go() -> list[str]:
    """A round that waits for a second person, a hold that stands, and a file that could be put forward."""
    first = make.worker("governance", at=Agency.objects.get(is_home=True))
    hold = retention.place(by=first, reference=over().reference, kind="court", because="A claim.")
    over()
    waiting = retention.propose(by=first)
    over()
    return [f"/retention/{waiting.pk}/answer/", f"/retention/holds/{hold.pk}/lift/"]


def imports_to_look_at(workers) -> list[str]:
    """An import in each state: to be signed, to be brought, brought, and asked back."""
    analyst, signer, team = workers["analyst"], workers["governance"], Team.objects.filter(is_active=True)[0]
    paths = []
    for number in range(4):
        read = files.read(files.workbook(files.rows(1, team=team.name, first=1000 + number)))
        made = bring_in.check(read, by=analyst)
        if number:
            bring_in.sign(made, by=signer)
        if number > 1:
            bring_in.bring(read, by=analyst)
        if number > 2:
            bring_in.ask_back(made, because="The wrong team.", by=analyst)
        paths.append(f"/imports/{made.pk}/")
    return paths


def meetings_to_look_at(story) -> list[str]:
    """Meetings on which everything can still be done: one that is planned, and one whose minutes are a draft."""
    family, lead, today = story.families["work"], story.workers["adult.lead"], timezone.localdate()
    case = case_of(family)
    planned = meetings.plan_meeting(case, kind="first", planned_on=today, by=lead)
    held = meetings.plan_meeting(case, kind="urgent", planned_on=today, why="It cannot wait.", by=lead)
    for meeting in (planned, held):
        (asked,) = invite(meeting, workers=[lead], by=lead)
    meetings.hold_meeting(held, held_on=today, attendance={asked.pk: "came"}, by=lead)
    child = family.members.filter(role="child").first().person
    for said in (
        minutes.Written("child_view", "I like drawing.", person=child, how="While drawing"),
        minutes.Written("decision", "A visit on Monday.", worker=lead, due_on=today),
    ):
        minutes.write_line(held, said, by=lead)
    group.record_offer(case, before="help", offered_on=today, offered_to=[child], by=lead)
    story.families["second"].cases.update(profile="court_linked", profile_version=1)
    return [story.path("work", f"meetings/{meeting.pk}/") for meeting in (planned, held)]


def reached(story) -> dict[str, tuple[str, str]]:
    """The routes that links lead to: each with who comes to it first, and where."""
    starts = prepare(story)
    further = cases_to_look_at(story)
    found: dict[str, tuple[str, str]] = {}
    for who in WHO:
        for name, path in pages(story.workers[who], *starts.get(who, ()), *further.get(who, ())):
            found.setdefault(name, (who, path))
    return found


def test_every_page_of_the_map_is_looked_at(visit, story):
    """A new page fails here until some role's links lead to it, or until it is said where else it is looked at."""
    there = reached(story)
    readable = {route.name for route in routes() if route.door is None or "GET" in route.door.verbs}
    assert sorted(readable - set(there) - set(ELSEWHERE)) == []
    assert sorted(set(ELSEWHERE) - readable) == []
    visitors = {}
    for name, (who, path) in there.items():
        if who not in visitors:
            visitors[who] = visit(who)
        assert visitors[who].open(path) == 200, name


def test_a_newcomer_is_let_in_step_by_step(visit, story):
    """The pages that only somebody sees who may not enter yet."""
    home = Agency.objects.get(is_home=True)
    newcomer = make.worker("evaluator", at=home)
    newcomer.trainings.all().delete()
    newcomer.acceptances.all().delete()
    newcomer.closeness_answers.all().delete()
    story.workers["newcomer"] = newcomer
    someone = visit("newcomer")
    assert someone.open("/account/entry/") == 200
    assert someone.open("/account/entry/rules/") == 200
    assert someone.open("/closeness/") == 200
    assert someone.open("/relatives/") == 200
    invited = visit(None)
    invited.open(f"/account/invitation/{invitations.make(make.worker('evaluator', at=home))}/")
    assert invited.words
