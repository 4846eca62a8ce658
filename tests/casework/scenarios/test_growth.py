"""The pilot grows: fifteen families, thirty, sixty, six hundred. The board counts each right, in as many queries."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.scenarios import life
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.cases.models import Acceptance, Case
from thinkfamily.casework.daily.queries.board import MONTHS, SHOWN
from thinkfamily.casework.families.models import Family, Member, Person
from thinkfamily.casework.plans.models import Contact

pytestmark = pytest.mark.django_db
STATES = ("active", "active", "planning", "stepping_down", "considered", "sustaining")
TAKES_PART = ("active", "planning", "stepping_down")


def months_before(first: date, months: int) -> date:
    """The fifteenth of so many months earlier."""
    index = first.year * 12 + first.month - 1 - months
    return date(index // 12, index % 12 + 1, 15)


class Pilot:
    """A team of one manager, as many leads as a ceiling asks for, and families that came month by month."""

    def __init__(self) -> None:
        self.team = make.team()
        self.manager = make.worker("manager", of=self.team)
        self.leads = [make.worker("adult_lead", of=self.team) for _ in range(4)]
        self.cases: list[Case] = []

    def grow(self, to: int, today: date) -> None:
        """Have so many families in all: every sixth is considered, every sixth has ended, every tenth has no lead."""
        numbers = range(len(self.cases), to)
        families = Family.objects.bulk_create(
            Family(reference=f"FT-G{number:04d}", team=self.team, made_by=uuid4()) for number in numbers
        )
        people = Person.objects.bulk_create(
            Person(first_name="Ada", last_name=f"Invented{number}", date_of_birth=date(1990, 2, 3))
            for number in numbers
        )
        Member.objects.bulk_create(
            Member(family=family, person=person, role="adult", residence="with_children", known_by="stated by a school")
            for family, person in zip(families, people, strict=True)
        )
        cases = []
        for number, family in zip(numbers, families, strict=True):
            state, came = STATES[number % len(STATES)], min(months_before(today, number % MONTHS), today)
            agreed = None if state == "considered" else came
            cases.append(
                Case(
                    family=family, state=state, programme="family_help_2025", why="a test", opened_by=uuid4(),
                    profile="family_help", profile_version=1, tier="usual", state_since=came,
                    opened_at=timezone.make_aware(timezone.datetime(came.year, came.month, came.day, 9)),
                    agreed_on=agreed, active_on=agreed, ended_on=came if state == "sustaining" else None,
                )
            )  # fmt: skip
        self.cases += Case.objects.bulk_create(cases)
        led = [(number, case) for number, case in zip(numbers, cases, strict=True) if number % 10]
        parts = Involvement.objects.bulk_create(
            Involvement(
                family=case.family, worker=self.leads[number % len(self.leads)], role="adult_lead",
                from_on=case.state_since, because="a test",
            )
            for number, case in led
        )  # fmt: skip
        now = timezone.now()
        Acceptance.objects.bulk_create(
            Acceptance(involvement=part, case=case, asked_by=uuid4(), accepted_at=now)
            for part, (_number, case) in zip(parts, led, strict=True)
        )
        Contact.objects.bulk_create(
            Contact(
                case=case, family=case.family, category="other", audience="team", from_on=today, happened_at=now,
                way="home", outcome=Contact.HELD, text="x", analysis="y", recorded_by=uuid4(),
            )
            for number, case in zip(numbers, cases, strict=True) if number % 4
        )  # fmt: skip


def test_the_board_is_right_and_costs_the_same_from_fifteen_to_six_hundred(clock):
    clock.on(weeks=31)
    pilot, cost, pages = Pilot(), {}, {}
    page = life.signed_in(pilot.manager)
    for size in (15, 30, 60, 600):
        pilot.grow(size, clock.today)
        life.board(pilot.manager)
        with CaptureQueriesContext(connection) as asked:
            board = life.board(pilot.manager)
        cost[size] = len(asked)
        right(board, pilot, size, clock.today)
        if size == 15:
            page.get("/team-board/")
        with CaptureQueriesContext(connection) as asked:
            answer = page.get("/team-board/")
        pages[size] = len(asked)
        assert answer.status_code == 200
        told = answer.content.decode()
        assert f"{board.teams[0].families} take part, of 60 places" in told
        assert told.count("FT-G") == min(SHOWN, len(board.flagged)), "a long list is cut, and says so"
        assert (f"and {board.more} more" in told) is bool(board.more)
    assert len(set(cost.values())) == 1, cost
    assert len(set(pages.values())) == 1, pages


def right(board, pilot, size, today) -> None:
    """Each number of the board, counted here by hand."""
    numbered = list(enumerate(STATES[number % len(STATES)] for number in range(size)))
    is_open = [(number, state) for number, state in numbered if state != "sustaining"]
    taking = [number for number, state in numbered if state in TAKES_PART]
    titles = {str(title): code for code, title in Case.STATES}
    assert {titles[title]: count for title, count in board.states} == Counter(state for _number, state in is_open)
    (line,) = board.teams
    assert (line.families, line.share) == (len(taking), round(100 * len(taking) / 60))
    assert board.gaps == sum(1 for number, _state in is_open if not number % 10)
    loads = sorted((len(one.load.families) for one in board.leads), reverse=True)
    per = Counter(number % len(pilot.leads) for number, _state in is_open if number % 10)
    assert loads == sorted((per[lead] for lead in range(len(pilot.leads))), reverse=True)
    assert [one.load.share for one in board.leads] == [round(count * 100 / 15) for count in loads]
    assert len(board.growth) == MONTHS
    for index, (first, count) in enumerate(board.growth):
        left = MONTHS - 1 - index
        assert first == months_before(today, left).replace(day=1)
        assert count == sum(1 for number in taking if number % MONTHS >= left), (size, first)
    long_ago = timedelta(days=14)
    drifting = [
        number
        for number in taking
        if not number % 4 and today - min(months_before(today, number % MONTHS), today) > long_ago
    ]
    assert board.drifting == len(drifting)
    assert len(board.flagged) <= SHOWN
    assert len(board.flagged) + board.more >= len({*drifting, *(n for n, _state in is_open if not n % 10)})
    assert [one.urgency for one in board.flagged] == sorted(one.urgency for one in board.flagged)
