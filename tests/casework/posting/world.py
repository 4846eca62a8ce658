"""One invented borough in which every form of the site can be sent: who sends it, from which page, and what is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.api import programs
from tests.casework.consideration import desk
from tests.casework.posting.meet import meet
from tests.casework.posting.questions_asked import ask
from tests.casework.posting.refer import refer
from tests.casework.referrals.asked import asked, screened
from tests.casework.sharing import makers
from tests.casework.way import steps as how
from tests.handover_packets import make_case_update_packet
from thinkfamily.casework.access.models import InvolvementProposal, NearMatch, Opening, Quarantined, RelativeDeclared
from thinkfamily.casework.agencies import invitations
from thinkfamily.casework.agencies.models import Appointment, Worker
from thinkfamily.casework.agencies.site_values import CLOSENESS_DAYS
from thinkfamily.casework.audit.record import request_id
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import CONSIDERED, Case
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.models import CandidateCorrection
from thinkfamily.casework.families import safe_address
from thinkfamily.casework.families.models import Address, IdentityJoin, KinTie
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.referrals import actions as requests
from thinkfamily.casework.sharing import actions as sharing
from thinkfamily.casework.site.programs.actions import add_webhook


@dataclass
class World:
    """Those who send forms, and the things that forms are about, each by a name.

    Attributes:
        who: workers, by what they are here.
        ids: the things of the path, by their parameter's name; a route that means another thing names it itself.
        foreign: ids of things of other families and other agencies.
        words: everything else that a form may need.
    """

    who: dict[str, Worker] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)
    words: dict[str, Any] = field(default_factory=dict)

    def url(self, name: str, kwargs: tuple[str, ...], instead: dict[str, str]) -> str:
        """The address of a route."""
        return reverse(name, kwargs={key: self.ids[instead.get(key, key)] for key in kwargs})


def build(folder: Path) -> World:
    """Make it."""
    world = World()
    _people(world)
    _file(world)
    _sharing(world)
    refer(world, world.words["file"])
    _desk(world, folder)
    _requests(world)
    ask(world)
    _programs(world)
    _others(world)
    return world


def _people(world: World) -> None:
    north, home = make.team("Northside"), make.agency(is_home=True)
    who = world.who
    for name, role, of in (
        ("lead", "adult_lead", None), ("manager", "manager", north), ("governance", "governance", None),
        ("sysadmin", "sysadmin", None), ("audit", "audit", None), ("matching", "matching_lead", None),
        ("analyst", "desk_analyst", None), ("second", "manager", None), ("triage", "triage", None),
        ("spare", "child_lead", None), ("stranger", "adult_lead", None), ("mentor", "mentor", None),
        ("partner", "partner", None),
    ):  # fmt: skip
        who[name] = make.worker(role, of=of, at=home)
    # One whose second factor is a real one, because its code is asked for.
    secret = get_adapter().encrypt("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    Authenticator.objects.filter(user=who["lead"]).update(data={"secret": secret})
    who["newcomer"] = Worker.objects.create_user("newcomer@example.org", None, name="Newcomer Invented", agency=home)
    # One who has not accepted the rules yet.
    who["unaccepted"] = make.worker("adult_lead", at=home)
    who["unaccepted"].acceptances.all().delete()
    # One who has named somebody close to them, and not yet said that it is everybody.
    unasked = who["unasked"] = make.worker("adult_lead", at=home)
    unasked.closeness_answers.all().delete()
    for prints, is_self in (("1" * 64, True), ("2" * 64, False)):
        RelativeDeclared.objects.create(worker=unasked, fingerprint=prints, kind="own", is_self=is_self)
    world.ids |= {
        "worker_id": who["spare"].pk,
        "newcomer_id": who["newcomer"].pk,
        "agency_id": make.agency("unused").pk,
        "team_id": make.team("Unused").pk,
        "code": "partner",
        "value_code": CLOSENESS_DAYS,
        "role": "child_lead",
        "part_role": "mentor",
        "token": invitations.make(who["newcomer"]),
    }
    world.words["appointment"] = str(Appointment.objects.get(worker=who["spare"]).pk)


def _file(world: World) -> None:
    who, ids = world.who, world.ids
    ada, bo = make.person("Ada", born=date(1990, 2, 3)), make.person("Bo", born=date(1988, 3, 4))
    kit, gone = make.person("Kit"), make.person("Gone")
    file = make.family(ada, bo, kit, gone, state=CONSIDERED)
    file.members.filter(person=gone).update(until_on=timezone.localdate() - timedelta(days=9))
    tie = KinTie.objects.create(family=file, person=ada, other=kit, kind="parent", known_by="a test")
    world.words["tie"] = str(tie.pk)
    home = Address.objects.create(person=ada, text="7 Open Street", postcode="ZZ1 1ZZ")
    world.words["open_address"] = str(home.pk)
    make.involve(who["lead"], file, "adult_lead")
    make.involve(who["governance"], file, "governance")
    part = make.involve(who["triage"], file, "partner")
    member = who["member"] = make.worker(None, person_id=bo.pk)
    member.agency = None
    member.save()
    Appointment.objects.create(worker=member, role="family_member", because="a test")
    make.involve(member, file, "family_member")
    statement = make.statement(file, "Recorded before.", recorded_by=who["lead"].pk)
    statement.audience = "family"
    statement.save()
    proposal = InvolvementProposal.objects.create(
        family=file, worker=who["mentor"], role="mentor", because="a test", proposed_by=who["lead"].pk,
        until_on=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    restricted = make.family()
    make.involve(who["governance"], restricted, "governance")
    restriction = make.restrict(restricted, who["governance"], who["lead"])
    other = make.family()
    asked = Opening.objects.create(family=other, worker=who["stranger"], reason="a test", minutes=60)
    make.opened(who["triage"], other)
    used = make.opened(who["stranger"], file)
    hour = timedelta(hours=2)
    Opening.objects.filter(pk=used.pk).update(opens_at=used.opens_at - hour, ends_at=used.ends_at - hour)
    case = Case.objects.get(family=file)
    today = timezone.localdate()
    agreed = cases.record_agreement(
        case, ada, to_what="Visits", was_told="The notice", language="English", agreed_on=today,
        review_on=today + timedelta(days=90), by=who["lead"],
    )  # fmt: skip
    declared = RelativeDeclared.objects.create(worker=who["spare"], fingerprint="0" * 64, kind="relative")
    withdrawn = cases.record_agreement(
        case, bo, to_what="Visits", was_told="The notice", language="English", agreed_on=today,
        review_on=today + timedelta(days=90), by=who["lead"],
    )  # fmt: skip
    ids["withdrawn_agreement"] = cases.withdraw_agreement(withdrawn, **how.withdrawal(), by=who["lead"]).pk
    ids |= {
        "family_id": file.pk,
        "person_id": kit.pk,
        "gone_id": gone.pk,
        "item_id": statement.pk,
        "kind": "statement",
        "involvement_id": part.pk,
        "proposal_id": proposal.pk,
        "restricted_id": restricted.pk,
        "conflict_id": make.conflict(who["spare"], restricted).pk,
        "declared_id": declared.pk,
        "join_id": IdentityJoin.objects.create(
            kind="same", family=file, person=ada, other=bo, from_on=timezone.localdate()
        ).pk,
        "near_id": NearMatch.objects.create(declared=declared, worker=who["spare"], person=kit).pk,
        "restriction_id": restriction.pk,
        "other_family_id": other.pk,
        "opening_id": asked.pk,
        "used_opening_id": used.pk,
        "agreement_to_take_part": agreed.pk,
        "address_id": safe_address.record_one(
            by=who["lead"], family=file, person=ada, text="1 Invented Mews", named=[who["lead"]]
        ),
    }
    ids["opener_family_id"] = other.pk
    written = make.statement(file, "At 1 Invented Mews.", recorded_by=who["triage"].pk)
    Quarantined.objects.create(
        item=written.pk, kind="statement", family=file, author=who["triage"].pk, about=[str(ids["address_id"])]
    )
    ids["written_id"] = written.pk
    _evidence(world)
    meet(world, file, ada, bo)
    _plan(world, Case.objects.get(pk=case.pk), kit)
    world.words |= {"gone": str(gone.pk), "ada": str(ada.pk), "bo": str(bo.pk), "kit": str(kit.pk), "file": file}


def _plan(world: World, case: Case, child: Any) -> None:
    """A goal, what is asked of its lead, a contact, a planned visit and a line of the chronology."""
    lead, today = world.who["lead"], timezone.localdate()
    words = plans.GoalWords(text="Kit is at school on time in the mornings", category="education")
    goal = plans.propose_goal(case, words, by=lead)
    asked = plans.Asked(
        text="Ring the school", kind="support", owner=f"worker:{lead.pk}", due_on=today + timedelta(days=9)
    )
    action = plans.ask(case, asked, by=lead)
    contact = plans.record_contact(
        case, plans.Told({child: True}, "He told of his week.", "He is proud of it."), by=lead
    )
    visit = plans.plan_visit(
        case, starts_at=timezone.now() + timedelta(hours=3), minutes=60, way="home", is_alone=True, risk="low", by=lead
    )
    out = plans.plan_visit(
        case, starts_at=timezone.now() + timedelta(hours=1), minutes=60, way="home", is_alone=True, risk="low", by=lead
    )
    plans.set_out(out, by=lead)
    entry = plans.promote(
        case, kind="contact", source=contact.pk, text="Kit seen alone", on=today, precision="day",
        significance="progress", by=lead,
    )  # fmt: skip
    world.ids |= {
        "goal_id": goal.pk,
        "action_id": action.pk,
        "contact_id": contact.pk,
        "visit_id": visit.pk,
        "out_visit_id": out.pk,
        "entry_id": entry.pk,
        "plan_id": case.plan.pk,
    }


def _evidence(world: World) -> None:
    """A family that takes part, with an answer that a worker has given."""
    agreed, lead = make.family(), world.who["lead"]
    make.involve(lead, agreed, "adult_lead")
    case = Case.objects.get(family=agreed)
    case.programme = "westminster_3_percent"
    case.save()
    given = cases.give_evidence(
        case, criterion="low_aspirations", person=None, answer="yes", from_on=timezone.localdate(), kind="opinion",
        text="Seen before.", source="A test", by=lead,
    )  # fmt: skip
    world.ids |= {"agreed_family_id": agreed.pk, "evidence_id": given.pk}
    # One of whom an adult agreed before their agreement counted.
    waiting = make.family(state=CONSIDERED)
    make.involve(lead, waiting, "adult_lead")
    adult, child = (waiting.members.get(role=role).person for role in ("adult", "child"))
    tie = KinTie.objects.create(
        family=waiting, person=adult, other=child, kind="parent", has_parental_responsibility="no", known_by="a test"
    )
    today = timezone.localdate()
    cases.record_agreement(
        Case.objects.get(family=waiting), adult, to_what="Visits", was_told="The notice", language="English",
        agreed_on=today, review_on=today + timedelta(days=90), by=lead,
    )  # fmt: skip
    tie.has_parental_responsibility = "yes"
    tie.save()
    world.ids["waiting_family_id"] = waiting.pk


def _sharing(world: World) -> None:
    who, file = world.who, world.words["file"]
    school, police = make.agency("education", kind="school"), make.agency("police", kind="police")
    at = makers.Borough(
        make.agency(is_home=True),
        school,
        police,
        police,
        file,
        who["lead"],
        who["manager"],
        who["governance"],
        None,
        None,
    )
    basis = sharing.record_basis(file, basis="public_task", purpose="Support", by=who["lead"])
    world.ids |= {
        "decision_id": makers.proposed(at).pk,
        "approved_id": makers.approved(at, to_agency=police).pk,
        "received_id": makers.approved(at, categories=["benefits"]).pk,
        "agreement_id": makers.standing_agreement(at).pk,
        "basis_id": basis.pk,
    }
    world.words |= {"school": str(school.pk), "police": str(police.pk), "home": str(at.home.pk)}


def _desk(world: World, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    families = desk.families(4)
    desk.brought(folder, families)
    decision = desk.decided(families[0], "consider", world.who["analyst"])
    desk.decided(families[1], "not_now", world.who["analyst"])
    world.ids |= {
        "candidate_id": desk.candidate_of(families[2]).pk,
        "batch_id": decision.batch_id,
        "desk_decision_id": decision.pk,
    }
    world.words |= {
        "handles": [member.handle for member in families[2].members],
        "packet": desk.zipped(desk.packet(folder, desk.families(5)[4:])).getvalue(),
    }
    one, other = (member.handle for member in families[3].members)
    actions.correct(
        desk.candidate_of(families[3]).pk, kind="not_same", person=one, other=other, from_on=timezone.localdate(),
        why=CandidateCorrection.WHYS[0][0], by=world.who["analyst"],
    )  # fmt: skip
    told = desk.families(6)[5:]
    make.family(handle=told[0].handle)
    make_case_update_packet(folder / "update", told, desk.KEY, expires_on=timezone.localdate() + timedelta(days=30))
    world.words["update"] = desk.zipped(folder / "update").getvalue()


def _requests(world: World) -> None:
    """A request in each state in which something is sent about it, and alerts."""
    lead, triage, ids = world.who["lead"], world.who["triage"], world.ids
    ids["referral_id"] = asked(by=lead, programme="family_help").pk
    ids["screening_id"] = screened(asked(by=lead), triage).pk
    waiting = screened(asked(by=lead), triage)
    requests.close(waiting, because="Nothing is needed.", told="Thank you.", by=triage)
    alert, acted = requests.raise_alert(by=lead), requests.raise_alert(by=lead)
    requests.act(acted, acted="Rung.", by=triage)
    untold = screened(asked(by=lead, referrer="A caller"), triage)
    requests.advise(untold, because="Advice is enough.", told="Thank you.", by=triage)
    ids |= {"waiting_id": waiting.pk, "alert_id": alert.pk, "acted_id": acted.pk, "about_id": ids["family_id"]}
    ids |= {"untold_id": untold.pk}


def _programs(world: World) -> None:
    """A program for which the manager answers, with a key and an address that is told something, which was given up."""
    made = programs.program(responsible=world.who["manager"])
    programs.key(made)
    webhook, _ = add_webhook(made, by=world.who["sysadmin"], url="https://register.example.org/x", kinds=["case"])
    webhook.notices.create(
        kind="case",
        family_id=world.ids["family_id"],
        happened_at=timezone.now(),
        next_at=None,
        given_up_at=timezone.now(),
    )
    world.ids |= {"program_id": made.pk, "key_id": made.keys.get().pk, "webhook_id": webhook.pk}


def _others(world: World) -> None:
    """Another family with its people and items, whose ids are no choice on any form of the first."""
    theirs = make.family()
    lead = make.worker("adult_lead")
    make.involve(lead, theirs, "adult_lead")
    world.foreign = [
        str(theirs.pk), str(theirs.members.first().person_id), str(make.statement(theirs).pk), str(lead.pk),
        str(world.ids["restricted_id"]),
    ]  # fmt: skip
    request_id.set("")
