"""Every column that holds what somebody writes is looked at for a place where a person must not be found, or says why not."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.families.test_quarantine import OTHER, SAFE, without
from tests.casework.meetings.around import Around, day
from thinkfamily.casework.access.models import Notice, Quarantined
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.declining import WHY_DECLINED
from thinkfamily.casework.cases.models import Case, Step
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.families import quarantine
from thinkfamily.casework.families import safe_address as kept
from thinkfamily.casework.families.actions.kin import record_tie
from thinkfamily.casework.families.actions.summary import write_summary
from thinkfamily.casework.families.models import Family, KinTie
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.plans.models import Action, Goal
from thinkfamily.casework.secrets.written import NOTHING, made_for, read_by
from thinkfamily.casework.sharing import actions as sharing
from thinkfamily.casework.sharing.models import SharingDecision

BOTH = ["default", "candidates"]
pytestmark = pytest.mark.django_db(databases=BOTH)

ORGANISATION = "of agencies, teams, accounts and rules: it is on no family's file"
OURS = "a code, a number, a digest or ids, made by the program"
SUPPLIED = "an agency supplied it, in a packet; nobody writes it here"
NAMES = "what somebody is called"
REQUEST = "a request for help is on no file, and holds only codes and names here; its texts are looked at once it is decided on"
DESK = "the desk's own store: of candidates, who have no file"
NOT_LOOKED_AT = {
    "agencies.*": ORGANISATION,
    "audit.*": OURS,
    "consideration.*": DESK,
    "daily.SavedList.*": ORGANISATION,
    "directory.OfferedService.*": ORGANISATION,
    "directory.ServiceFile.*": ORGANISATION,
    "directory.UnmetNeed.area": OURS,
    "daily.Supervision.note": "of a lead's work, for the two of them; it is on no family's file",
    "imports.*": "a file of many families is brought in before any of them has a safe address here",
    "profiles.*": ORGANISATION,
    "questions.*": ORGANISATION,
    "referrals.ReferralMark.mark": OURS,
    "referrals.ReferralSample.*": "what an auditor looks into; it is about no family",
    "reports.*": OURS,
    "retention.Round.backups": OURS,
    "retention.Round.other_copies": ORGANISATION,
    "retention.Round.returned_because": "of a list of files, for the two who decide on it; it is on no family's file",
    "retention.RoundFile.*": OURS,
    "site.*": OURS,
    "access.ConflictEnded.because": "why a worker is not close to somebody; no page shows it",
    "access.ConflictEnded.marks": OURS,
    "access.Grant.*": OURS,
    "access.HomeStreet.fingerprint": OURS,
    "access.Quarantined.*": "what is quarantined itself",
    "access.DeclaredMark.mark": OURS,
    "access.NearMatch.because": "why somebody is or is not one whom a worker means; no page shows it",
    "access.RelativeDeclared.fingerprint": OURS,
    "access.RelativeDeclared.said": "of the worker's own family, for them and information governance; it is on no file",
    "access.RoleSetting.*": ORGANISATION,
    "cases.Case.council_key": OURS,
    "cases.Case.programme": OURS,
    "cases.Case.profile": OURS,
    "cases.Case.proposed_profile": OURS,
    "cases.Case.proposed_tier": OURS,
    "cases.Case.tier": OURS,
    "cases.Handover.checked": OURS,
    "cases.Step.after": OURS,
    "cases.Step.before": OURS,
    "cases.Step.code": OURS,
    "cases.StepProposal.code": OURS,
    "cases.WorkerEvidence.criterion": OURS,
    "cases.WorkerEvidence.heading": OURS,
    "cases.WorkerEvidence.says": OURS,
    "families.Address.*": SUPPLIED,
    "families.CostBand.band": SUPPLIED,
    "families.PersonChange.details": OURS,
    "families.Coverage.feed": SUPPLIED,
    "families.Event.*": SUPPLIED,
    "families.Family.area": OURS,
    "families.Family.handle": OURS,
    "families.Family.reference": OURS,
    "families.IdentifierFingerprint.fingerprint": OURS,
    "families.NameToken.token": OURS,
    "families.Need.*": SUPPLIED,
    "families.Person.first_name": NAMES,
    "families.Person.handle": OURS,
    "families.Person.known_as": NAMES,
    "families.Person.last_name": NAMES,
    "families.Person.nhs_number": OURS,
    "families.Person.nino": OURS,
    "families.Person.other_names": NAMES,
    "families.Person.pronouns": NAMES,
    "families.Person.upn": OURS,
    "families.SafeAddress.text": "the safe address itself",
    "families.Service.name": SUPPLIED,
    "families.Supply.*": SUPPLIED,
    "families.VisibilityChange.after": OURS,
    "families.VisibilityChange.before": OURS,
    "meetings.MinutesCopy.*": OURS,
    "plans.ChronologyEntry.source_kind": OURS,
    "referrals.Referral.answers": REQUEST,
    "referrals.Referral.area": OURS,
    "referrals.Referral.categories": OURS,
    "referrals.Referral.chosen": OURS,
    "referrals.Referral.programme": OURS,
    "referrals.Referral.reference": OURS,
    "referrals.ReferralPerson.*": REQUEST,
    "referrals.ReferralPurge.digest": OURS,
    "referrals.ReferralSearch.*": OURS,
    "sharing.SharingAgreement.*": ORGANISATION,
    "sharing.SharingDecision.categories": OURS,
    "sharing.SharingDecision.decided_as": OURS,
    "sharing.SharingDecision.items": OURS,
    "sharing.SharingDecision.people": OURS,
    "sharing.SharingDecision.told": OURS,
}


def written_columns():
    """Every column of ours that could hold what somebody writes: its name, and whether it is looked at."""
    whole = {(model, name) for model, names in quarantine.KINDS.values() for name in names}
    for model in apps.get_models():
        if not model.__module__.startswith("thinkfamily.") or model.__name__.startswith("Historical"):
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices:
                is_looked_at = hasattr(field, "plain") or (model, field.name) in whole
                yield f"{model._meta.label}.{field.name}", is_looked_at


def test_every_column_that_somebody_writes_is_looked_at_or_says_why_not():
    columns = dict(written_columns())
    assert sum(columns.values()) > 60
    said = {
        name: [one for one in NOT_LOOKED_AT if re.fullmatch(one.replace(".", r"\.").replace("*", ".*"), name)]
        for name in columns
    }
    assert [name for name, is_looked_at in columns.items() if not is_looked_at and not said[name]] == [], (
        "make it a column of secrets.written and have it heard, or say here why not"
    )
    assert [name for name, is_looked_at in columns.items() if is_looked_at and said[name]] == []
    assert set(NOT_LOOKED_AT) - {one for found in said.values() for one in found} == set(), "these columns are gone"


@pytest.fixture
def at():
    at = Around()
    at.unnamed = make.worker("child_lead")
    make.involve(at.unnamed, at.family, "child_lead")
    at.colleague = make.worker("partner", at=at.school)
    make.involve(at.colleague, at.family, "partner")
    kept.record_one(by=at.lead, family=at.family, person=at.ada, text=SAFE, named=[at.lead])
    return at


def client_of(worker):
    client = Client(raise_request_exception=False)
    client.force_login(worker)
    return client


def in_the_open():
    """Whether any table of the database holds the place in clear."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")
            if "zephyrquince" in repr(cursor.fetchall()).lower():
                return table
    return None


def asked_of(at, owner, text="Ring the school"):
    asked = plans.Asked(text=text, kind="support", owner=owner, due_on=day(9), category="education")
    return plans.ask(at.case, asked, by=at.lead)


def test_a_partners_answer_in_a_plan_is_put_aside_and_confirms_no_guess(at):
    make.grant(at.family, at.home, at.school, "education")
    bytes_of = {}
    for place in (SAFE, OTHER):
        Action.objects.all().delete()
        action = asked_of(at, f"worker:{at.teacher.pk}")
        page = reverse("plans:answer", args=[at.family.pk, action.pk])
        answer = client_of(at.teacher).post(page, {"step": "refuse", "because": f"She is at {place}."}, follow=True)
        assert answer.redirect_chain, "it was taken"
        later = [
            client_of(at.teacher).get(one).content
            for one in (f"/families/{at.family.pk}/plan/", reverse("plans:tasks"))
        ]
        bytes_of[place] = [without(one, SAFE, OTHER) for one in (answer.content, *later)]
    assert bytes_of[SAFE] == bytes_of[OTHER]
    action = asked_of(at, f"worker:{at.teacher.pk}")
    plans.answer_action(at.family, action.pk, step="refuse", because=f"She is at {SAFE}.", by=at.teacher)
    assert in_the_open() is None
    assert Action.objects.get(pk=action.pk).because == NOTHING, "who has come through no door reads nobody's"
    with read_by(at.teacher):
        assert SAFE in Action.objects.get(pk=action.pk).because
    with read_by(at.lead):
        assert Action.objects.get(pk=action.pk).because == NOTHING
    assert Notice.objects.filter(kind="place_told", to=at.lead).exists()


def test_a_lead_who_is_not_named_is_answered_the_same_whether_their_guess_fits_or_not(at):
    for write in (
        lambda place: plans.propose_goal(at.case, plans.GoalWords(text=f"Home from {place}"), by=at.unnamed),
        lambda place: at.plan("first" if place == OTHER else "family_review", place=place, by=at.unnamed),
        lambda place: write_summary(
            at.family, place, by=at.unnamed, opened_at=Family.objects.get(pk=at.family.pk).summary_at
        ),
        lambda place: (
            cases.take_step(at.case, "pause", until_on=day(20), why=f"At {place}", by=at.unnamed)
            if place == OTHER
            else cases.take_step(at.case, "resume", why=f"At {place}", by=at.unnamed)
        ),
        lambda place: sharing.record_basis(at.family, basis="public_task", purpose=f"For {place}", by=at.unnamed),
    ):
        write(OTHER)
        before = Quarantined.objects.count()
        write(SAFE)
        assert Quarantined.objects.count() == before + 1
    assert in_the_open() is None


def test_whoever_is_named_is_refused_in_words_where_they_write(at):
    with pytest.raises(CaseError, match="must not be found"):
        cases.take_step(at.case, "pause", until_on=day(20), why=f"At {SAFE}", by=at.lead)
    assert not Step.objects.filter(code="pause").exists()
    assert not Quarantined.objects.exists()


def test_what_is_put_aside_is_kept_when_somebody_else_saves_its_row(at):
    goal = plans.propose_goal(at.case, plans.GoalWords(text="School", own_words=f"From {SAFE}"), by=at.unnamed)
    with read_by(at.lead):
        row = Goal.objects.get(pk=goal.pk)
        row.baseline = "Late each day"
        row.save()
    with read_by(at.unnamed):
        row = Goal.objects.get(pk=goal.pk)
        assert (row.own_words, row.baseline) == (f"From {SAFE}", "Late each day")
    assert Goal.history.filter(id=goal.pk).values_list("own_words", flat=True)[0] == NOTHING


def test_what_a_member_of_the_family_is_given_holds_no_leads_text_that_was_put_aside(at):
    plans.propose_goal(at.case, plans.GoalWords(text=f"Home from {SAFE}"), by=at.unnamed)
    client = client_of(at.unnamed)
    assert b"Zephyrquince" in client.get(f"/families/{at.family.pk}/plan/").content, "their own"
    pages = [
        f"/families/{at.family.pk}/plan/shared/{at.bo.pk}/",
        f"/families/{at.family.pk}/plan/shared/{at.bo.pk}/print/",
    ]
    for page in pages:
        assert b"Zephyrquince" not in client.get(page).content, page
    with read_by(at.bo_account), made_for(person=at.bo.pk):
        assert Goal.objects.get().text == NOTHING


def test_a_step_that_triage_takes_is_taken_whatever_it_tells_and_tells_nobody_else(at):
    family = make.family(make.person("Cy", born=date(1990, 5, 6)), of=at.team, state="considered")
    person, triage = family.members.get().person, make.worker("triage")
    kept.record_one(by=at.manager, family=family, person=person, text=SAFE, named=[at.manager])
    case = family.cases.get()
    for place in (OTHER, SAFE):
        Case.objects.filter(pk=case.pk).update(state="considered")
        given = {f"on_{part}": getattr(day(0), part) for part in ("day", "month", "year")}
        given |= {"why": WHY_DECLINED[0][0], "own_words": f"At {place}."}
        answer = client_of(triage).post(reverse("cases:decline", args=[family.pk]), given)
        assert answer.status_code == 302, answer.content.decode()
    assert in_the_open() is None
    words = [row.content["own_words"] for row in Step.objects.filter(case=case, code="decline").order_by("taken_at")]
    assert words == [f"At {OTHER}.", NOTHING]


def test_ties_and_proposals_to_share_are_looked_at(at):
    analyst = make.worker("desk_analyst", at=at.home)
    make.involve(analyst, at.family, "desk_analyst")
    record_tie(
        at.family,
        person=at.ada,
        kind="parent",
        other=at.kit,
        lives_with="yes",
        has_parental_responsibility="yes",
        is_safe_together="unknown",
        from_on=None,
        known_by=f"Told at {SAFE}",
        by=analyst,
    )
    sharing.propose(
        at.family,
        from_agency=at.school,
        to_agency=at.home,
        categories=["education"],
        purpose=f"She lives at {SAFE}",
        is_family_told=True,
        by=at.teacher,
    )
    assert in_the_open() is None
    assert KinTie.objects.get().known_by == NOTHING
    assert SharingDecision.objects.get().purpose == NOTHING
    decision = reverse("sharing:decision", args=[at.family.pk, SharingDecision.objects.get().pk])
    ties = f"/families/{at.family.pk}/people/"
    for who, page, shows in (
        (at.teacher, decision, True),
        (at.colleague, decision, False),
        (at.manager, decision, False),
        (analyst, ties, True),
        (at.lead, ties, False),
    ):
        told = client_of(who).get(page)
        assert told.status_code == 200, page
        assert (b"Zephyrquince" in told.content) == shows, (who, page)
    assert "zephyrquince" not in str(list(AuditEvent.objects.values())).lower()


def test_those_named_read_what_was_put_aside_and_nobody_else(at):
    sharing.record_basis(at.family, basis="public_task", purpose=f"For {SAFE}", by=at.unnamed)
    row = Quarantined.objects.get()
    assert quarantine.reveal(by=at.lead, family=at.family, item=row.pk) == f"For {SAFE}"
    assert quarantine.reveal(by=at.manager, family=at.family, item=row.pk) is None
    assert quarantine.reveal(by=at.unnamed, family=at.family, item=row.pk) is None


def test_a_paragraph_whose_place_was_kept_safe_later_is_put_aside_when_the_minutes_are_sent(at):
    meeting = at.plan()
    at.invite(meeting, at.lead, at.teacher)
    meeting = at.hold(meeting)
    at.write(meeting, "She goes to 9 Harpsichord Yard, Nowhereshire.", by=at.unnamed)
    at.confirmed(meeting)
    manager = make.worker("manager", of=at.team)
    kept.record_one(
        by=at.lead, family=at.family, person=at.ada, text="9 Harpsichord Yard, Nowhereshire", named=[manager]
    )
    client = client_of(at.unnamed)
    page = reverse("meetings:versions", args=[at.family.pk, meeting.pk])
    seen = re.search(r'name="seen" value="(\w+)"', client.get(page).content.decode())[1]
    assert client.post(page, {"seen": seen}).status_code == 302
    copy = client_of(at.teacher).get(f"/families/{at.family.pk}/meetings/{meeting.pk}/invitation/").content
    assert b"Harpsichord" not in copy
