"""What every life in these tests is told with: people as the next request finds them, their screens, and the longer steps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.way import steps as how
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Appointment, ClosenessAnswer, Training, Worker
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import Case, Handover, StepProposal
from thinkfamily.casework.daily.queries.board import Board, board_of
from thinkfamily.casework.daily.queries.day import Day, day_of
from thinkfamily.casework.daily.queries.decisions import Waiting, waiting_for
from thinkfamily.casework.daily.queries.facts import Facts, facts_of
from thinkfamily.casework.families.queries.lists import Choice, my_families
from thinkfamily.casework.plans import actions as plans

MONDAY = date(2026, 1, 5)


def fresh(worker: Any) -> Worker:
    """A worker as the next request finds them."""
    return Worker.objects.select_related("agency").get(pk=worker.pk)


def day(worker: Any) -> Day:
    """What a worker's day says now."""
    return day_of(fresh(worker))


def board(worker: Any) -> Board:
    """What a manager's board says now."""
    return board_of(fresh(worker))


def waits(worker: Any) -> Waiting:
    """What waits for a manager's decision now."""
    return waiting_for(fresh(worker))


def case_of(at: Any) -> Case:
    """The case as it stands."""
    return Case.objects.select_related("family__team").get(pk=at.case.pk)


def state(at: Any) -> tuple[str, str]:
    """Where the case stands, and how it goes beside that."""
    case = case_of(at)
    return case.state, case.side


def facts(at: Any) -> Facts:
    """What is known of its course."""
    return facts_of([case_of(at)])[0]


def flagged(worker: Any) -> list[Any]:
    """The families that a worker's day puts first."""
    return [one.case.family_id for one in day(worker).flagged]


def signed_in(worker: Any) -> Client:
    """A browser of a worker whose training is in date, and who has said to whom they are close: each year again."""
    until_on = timezone.localdate() + timedelta(days=100)
    Training.objects.filter(worker=worker).update(until_on=until_on)
    ClosenessAnswer.objects.filter(worker=worker).update(until_on=until_on)
    client = Client()
    client.force_login(fresh(worker))
    return client


def opens(worker: Any, family: Any, page: str = "") -> int:
    """How a page of a file answers a worker."""
    return signed_in(worker).get(f"/families/{family.pk}/{page}").status_code


def screen(worker: Any, path: str) -> str:
    """What a page says, which is there for the worker."""
    answer = signed_in(worker).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def account(family: Any, person: Any) -> Worker:
    """The account of a member of a family."""
    made = make.worker(None, person_id=person.pk)
    made.agency = None
    made.save()
    Appointment.objects.create(worker=made, role="family_member", because="a test")
    make.involve(made, family, "family_member")
    return fresh(made)


def listed(worker: Any) -> list[Any]:
    """The families whose files a worker may read, as their list has them."""
    found = my_families(standing_of(fresh(worker)), Choice())
    return [family.pk for family in (*found.mine, *found.others)]


def person_of(at: Any, role: str = "adult") -> Any:
    """The first member of a role."""
    return at.family.members.filter(role=role, until_on__isnull=True).order_by("pk").first().person


def met(at: Any, by: Any = None, text: str = "Rang, and had tea.", **told: Any) -> Any:
    """Somebody of the family is met."""
    given = {"seen": {person_of(at): False}, "text": text, "analysis": "It goes on."} | told
    return plans.record_contact(case_of(at), plans.Told(**given), by=fresh(by or at.lead))


def reviewed(at: Any, value: int | None = None) -> None:
    """A family review is held, every goal that is worked on is rated, and the work goes on."""
    how.meet(at)
    cases.take_step(case_of(at), "review", by=fresh(at.lead))
    for goal in case_of(at).goals.filter(state="in_progress") if value is not None else ():
        plans.rate_goal(goal, value=value, rater="family", rated_on=timezone.localdate(), by=fresh(at.lead))
    cases.take_step(case_of(at), "go_on", by=fresh(at.lead), note="The plan goes on.")


def signed(made: Any, by: Any) -> None:
    """A second person signs."""
    assert isinstance(made, StepProposal)
    cases.sign_step(made, answer="sign", by=fresh(by))


def closed(at: Any, clock: Any, follow_up: str = "contact") -> None:
    """The work ends as planned: two weeks of stepping down, and two people."""
    lead = fresh(at.lead)
    cases.take_step(
        case_of(at), "step_down", by=lead, next_kind="universal", next_who="School", family_agrees="yes",
        family_words="Yes",
    )  # fmt: skip
    how.end_goals(at)
    cases.take_step(case_of(at), "next_accepted", by=lead, who="The head of year", what="A talk each week")
    clock.on(weeks=2)
    made = cases.take_step(case_of(at), "close", by=fresh(at.lead), **how.CLOSE | {"follow_up": follow_up})
    assert state(at)[0] == "stepping_down", "one person closes nothing"
    assert [one.case_id for one, _title in waits(at.manager).steps] == [at.case.pk]
    signed(made, at.manager)


def looked(at: Any, clock: Any, months: int, found: str) -> Any:
    """The next look after the end, on the day it is due, as the manager's day shows it."""
    check = case_of(at).sustain_checks.filter(done_on__isnull=True).first()
    assert check.months == months
    clock.on(days=(check.due_on - clock.today).days)
    assert check.pk in [one.pk for one in day(at.manager).looks]
    made = cases.record_look(check, found=found, note="Asked.", done_on=clock.today, by=fresh(at.manager))
    assert check.pk not in [one.pk for one in day(at.manager).looks]
    return made


def part_of(at: Any, worker: Any) -> Involvement:
    """A worker's part."""
    return Involvement.objects.get(family=at.family, worker=worker)


def prepared(at: Any, worker: Any, last_day_on: date, receiver: Any) -> Handover:
    """A lead says that they leave, writes down what the next must know, and the manager names who comes."""
    made = cases.raise_handover(part_of(at, worker), reason="leaving", last_day_on=last_day_on, by=fresh(worker))
    for who in (worker, at.manager):
        assert made.pk in [one.pk for one in day(who).handovers]
    everything = [code for code, _ in Handover.CHECKLIST]
    note = "Ring before you come; they all like that."
    cases.prepare_handover(made, note=note, risks="The dog", checked=everything, by=fresh(worker))
    cases.name_receiver(made, receiver, by=fresh(at.manager))
    assert made.pk in [one.pk for one in day(receiver).handovers]
    return Handover.objects.get(pk=made.pk)


def active(at: Any, clock: Any, profile: str, tier: str, worker: Any, role: str) -> None:
    """As far as work by the plan, with one lead in a role of the programme's own."""
    how.choose(at, profile, tier)
    cases.take_step(case_of(at), "offer", by=fresh(at.manager), how="visit", told="All of it")
    how.agree(at)
    worked(at, clock, worker, role)


def worked(at: Any, clock: Any, worker: Any, role: str) -> None:
    """From agreed to work by the plan, with the first goal."""
    at.lead, at.manager = fresh(worker), fresh(at.manager)
    how.check(at)
    how.lead(at, at.lead, role)
    how.hear_children(at)
    cases.take_step(case_of(at), "assess", by=at.lead, with_whom="All")
    clock.on(weeks=3)
    cases.take_step(case_of(at), "assessed", by=at.lead, **how.ASSESSED)
    cases.take_step(case_of(at), "authorise", by=at.manager, note="Clear")
    how.add_goal(at)
    clock.on(weeks=1)
    cases.take_step(case_of(at), "begin_work", by=at.lead, note="Agreed with all")
