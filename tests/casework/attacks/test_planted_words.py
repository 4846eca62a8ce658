"""Words are planted all over one file; everybody with some tie to it walks every route, with every id, and finds only theirs."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.walk import routes
from thinkfamily.casework.access.models import InvolvementProposal
from thinkfamily.casework.cases.models import AgreementToTakePart, ChildView
from thinkfamily.casework.families.models import Address, Correction, CostBand, SafeAddress
from thinkfamily.casework.sharing.models import LawfulBasis, SharingDecision, UrgentEnquiry

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])

# Each word, and where it is planted.
WORDS = {
    name: f"planted-{name}"
    for name in (
        "team", "abuse", "hidden", "police", "summary", "cost", "comment", "part", "proposal", "correction", "address",
        "child", "agreed", "basis", "decision", "enquiry", "emergency", "safe", "knownby",
    )
}  # fmt: skip


class File:
    """One family's file with every word planted, and the ids of everything on it."""

    def __init__(self, of=None):
        today = timezone.localdate()
        self.home, self.school = make.agency(is_home=True), make.agency("LA-EDU", name="Fable Schools", kind="school")
        self.police = make.agency("POLICE", name="Fable Police", kind="police")
        self.ada, self.bo, self.kit = (
            make.person("Ada", born=date(1990, 2, 3)),
            make.person("Bo", born=date(1986, 1, 1)),
            make.person("Kit"),
        )
        self.family = make.family(self.ada, self.bo, self.kit, summary=WORDS["summary"], of=of)
        self.family.members.filter(person=self.bo).update(residence="elsewhere")
        self.family.members.filter(person=self.ada).update(known_by=WORDS["knownby"])
        self.lead = make.worker("adult_lead", at=self.home)
        make.involve(self.lead, self.family, "adult_lead")
        by = self.lead.pk
        plant = WORDS.__getitem__
        team = make.statement(self.family, plant("team"), audience="team", recorded_by=by)
        kept = make.statement(self.family, plant("abuse"), "domestic_abuse", audience="family", recorded_by=by)
        for made in (make.need, make.event, make.service):
            field = {"need": "says", "event": "title", "service": "name"}[made.__name__]
            abuse = made(self.family, self.school, "domestic_abuse", audience="family", **{field: plant("abuse")})
            made(self.family, self.police, "police", **{field: plant("police")})
        hidden = make.statement(self.family, plant("hidden"), audience="family", recorded_by=by)
        hidden.hidden_from.add(self.bo)
        comment = make.statement(
            self.family, plant("comment"), kind="own_words", audience="team", recorded_by=uuid.uuid4()
        )
        cost = CostBand.objects.create(family=self.family, agency=self.school, category="education", band=plant("cost"))
        helper = make.worker("partner", at=make.agency("refuge", name="Fable Refuge", kind="voluntary"))
        part = make.involve(helper, self.family, "partner")
        type(part).objects.filter(pk=part.pk).update(because=plant("part"))
        proposal = InvolvementProposal.objects.create(
            family=self.family, worker=helper, role="mentor", because=plant("proposal"), proposed_by=by
        )
        Correction.objects.create(
            kind="in", family=self.family, person=self.ada, from_on=today, why=plant("correction"), made_by=by
        )
        Address.objects.create(person=self.ada, text=plant("address"), agency=self.home)
        safe = SafeAddress.objects.create(family=self.family, person=self.ada, text=plant("safe"), recorded_by=by)
        case = self.family.cases.get()
        agreed = AgreementToTakePart.objects.create(
            case=case,
            person=self.ada,
            to_what=plant("agreed"),
            was_told="x",
            language="English",
            agreed_on=today,
            recorded_by=by,
        )
        ChildView.objects.create(
            case=case,
            person=self.kit,
            wish="wants",
            own_words=plant("child"),
            how_asked="x",
            said_on=today,
            recorded_by=by,
        )
        basis = LawfulBasis.objects.create(
            family=self.family, basis="6_1_e", purpose="x", note=plant("basis"), recorded_by=by
        )
        enquiry = UrgentEnquiry.objects.create(
            family=self.family, decided_by=self.lead, decided_at=timezone.now(), grounds=plant("enquiry")
        )
        decision = SharingDecision.objects.create(
            family=self.family, from_agency=self.police, to_agency=self.home, categories=["police"],
            purpose=plant("decision"), is_family_told=True, proposed_by=by,
        )  # fmt: skip
        opening = make.opened(make.worker("adult_lead"), self.family)
        type(opening).objects.filter(pk=opening.pk).update(
            reason=plant("emergency"), ends_at=timezone.now() - timedelta(minutes=1),
            opens_at=timezone.now() - timedelta(minutes=9),
        )  # fmt: skip
        self.items = [("service", abuse.pk), ("costband", cost.pk), ("statement", kept.pk), ("statement", team.pk)]
        self.ids = {
            "item_id": [team.pk, hidden.pk, comment.pk],
            "person_id": [self.ada.pk],
            "involvement_id": [part.pk],
            "proposal_id": [proposal.pk],
            "address_id": [safe.pk],
            "decision_id": [decision.pk],
            "basis_id": [basis.pk],
            "agreement_id": [agreed.pk],
            "enquiry_id": [enquiry.pk],
            "opening_id": [opening.pk],
            "file_id": [self.family.pk],
            "worker_id": [self.lead.pk],
        }

    def addresses(self, family_id):
        """Every address of the site, with this file's ids in each and one family's own id."""
        for route in routes():
            if route.path.startswith("account/") and "looks" not in route.path:
                continue
            found = [route.path]
            if "<slug:kind>" in route.path:
                found = [
                    route.path.replace("<slug:kind>", kind).replace("<uuid:item_id>", str(pk))
                    for kind, pk in self.items
                ]
            for name in re.findall(r"<\w+:(\w+)>", route.path):
                values = [family_id] if name == "family_id" else self.ids.get(name, [make_any(name)])
                found = [re.sub(rf"<\w+:{name}>", str(value), path) for path in found for value in values]
            for path in found:
                yield route, "/" + path.replace("^", "").replace("$", "")


def make_any(name):
    return {"role": "adult_lead", "code": "adult_lead", "version": "1", "token": "x"}.get(name, uuid.uuid4())


def member(file, person):
    account = make.worker("family_member", person_id=person.pk)
    type(account).objects.filter(pk=account.pk).update(agency=None)
    account.refresh_from_db()
    make.involve(account, file.family, "family_member")
    return account


def reader(file, who):
    """Somebody with some tie to the file, or none."""
    if who == "partner":
        made = make.worker("partner", at=file.school)
        make.involve(made, file.family, "partner")
    elif who == "police":
        made = make.worker("partner", at=file.police)
        make.involve(made, file.family, "partner")
    elif who in ("bo", "ada"):
        made = member(file, getattr(file, who))
    elif who == "opened":
        made = make.worker("adult_lead")
        make.opened(made, file.family)
    elif who == "former":
        made = make.worker("adult_lead")
        make.involve(made, file.family, "adult_lead", until=timezone.localdate())
    elif who == "relative":
        made = make.worker("adult_lead")
        make.involve(made, file.family, "adult_lead")
        make.conflict(made, file.family)
    elif who in ("volunteer", "mentor"):
        made = make.worker(who)
        make.involve(made, file.family, who)
    elif who == "other_manager":
        made = make.worker("manager", of=make.team("Southside"))
    else:
        made = make.worker(who)
    return made


EVERYBODY = set(WORDS)
# What each may find; anything else anywhere is a leak.
MAY = {
    # What the team recorded for professionals is theirs too; from whom of the family it is hidden is another matter.
    "partner": {"hidden"},
    "police": set(),
    "bo": set(),
    "ada": {"hidden"},
    "volunteer": set(),
    "mentor": set(),
    "former": set(),
    "relative": set(),
    "adult_lead": set(),
    "triage": set(),
    "desk_analyst": set(),
    "other_manager": set(),
    "matching_lead": set(),
    "evaluator": set(),
    "claims": set(),
    "councillor": set(),
    "sysadmin": set(),
    "opened": EVERYBODY - {"abuse", "safe", "cost", "emergency"},
    # They read what is decided on sharing of every family, and review openings.
    "audit": {"basis", "decision", "enquiry", "emergency", "part"},
    "governance": {"basis", "decision", "enquiry", "emergency", "part"},
}


@pytest.mark.parametrize("who", MAY)
def test_nobody_finds_a_word_that_is_not_theirs(who):
    file = File(of=make.team())
    looker = reader(file, who)
    client = Client(raise_request_exception=False)
    client.force_login(looker)
    leaks, seen = set(), 0
    for route, path in file.addresses(file.family.pk):
        for verb in ("get", "post"):
            if verb == "post" and (
                "reveal" not in path and not route.path.endswith(("correct/", "visibility/", "record/"))
            ):
                continue
            answer = getattr(client, verb)(path)
            assert answer.status_code != 500, (verb, path)
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content
            seen += answer.status_code == 200
            headers = str(answer.headers)
            leaks |= {
                (word, verb, route.path)
                for word, planted in WORDS.items()
                if word not in MAY[who] and (planted in said.decode("utf-8", "replace") or planted in headers)
            }
    assert not leaks
    assert seen


@pytest.mark.parametrize("role", ["adult_lead", "manager", "partner", "desk_analyst"])
def test_ids_of_another_file_open_nothing_on_ones_own(role):
    """The ids of one file, in the paths of a file that is the reader's own."""
    theirs = File(of=make.team("Southside"))
    north = make.team()
    own = make.family(of=north)
    looker = make.worker(role, of=north if role == "manager" else None)
    if role != "manager":
        make.involve(looker, own, role)
    client = Client(raise_request_exception=False)
    client.force_login(looker)
    for route, path in theirs.addresses(own.pk):
        if not route.has_family or not route.has_more:
            continue
        for verb in ("get", "post"):
            answer = getattr(client, verb)(path, {"is_accepted": "yes", "share": "yes", "because": "x", "why": "x"})
            assert answer.status_code != 500, (verb, path)
            assert not [
                word for word, planted in WORDS.items() if planted in answer.content.decode("utf-8", "replace")
            ], (verb, path)
    theirs.family.involvements.get(because=WORDS["part"], until_on=None)
    assert InvolvementProposal.objects.get(because=WORDS["proposal"]).decided_at is None
    assert SharingDecision.objects.get(purpose=WORDS["decision"]).state == "proposed"
    assert SafeAddress.objects.get().ended_at is None
    assert LawfulBasis.objects.get().until_on is None
    assert AgreementToTakePart.objects.get().withdrawn_on is None
