"""A borough alive: families that came over two years and stand at every point of the way, told day by day.

Every act goes through the actions of the screens, on the day on which it is said to have happened: the clock is wound on
from two years ago until today. So this runs in a process of its own that makes a demo, and nowhere else.
"""

from __future__ import annotations

import heapq
from collections.abc import Generator
from datetime import date, datetime, time, timedelta
from itertools import count, cycle
from random import Random
from typing import Any

import time_machine
from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.agencies.demo import DOMAIN
from thinkfamily.casework.agencies.models import Agency, Appointment, Team, Worker
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import Handover
from thinkfamily.casework.cases.queries.leads import who_can_lead
from thinkfamily.casework.cases.queries.waiting import leads_led_by
from thinkfamily.casework.daily.actions import record_supervision
from thinkfamily.casework.referrals.actions import Somebody
from thinkfamily.casework.site.demo import words
from thinkfamily.casework.site.demo.brought import bring_todays_cases
from thinkfamily.casework.site.demo.doing import Home, Staff
from thinkfamily.casework.site.demo.lately import lately
from thinkfamily.casework.site.demo.lives import lived
from thinkfamily.casework.site.demo.people import must_be_a_demo
from thinkfamily.casework.site.demo.services import confirm_lately, fill_directory
from thinkfamily.core.progress import Progress
from thinkfamily.programmes.profile import Profile, Tier, shipped

DAYS = 730
SEED = 2008
COLLEAGUES = 14
# With fewer, nobody stands at some point of the way.
FEWEST = 36
# What befalls one family each, the longest of these lives first: so that each has come to its end by today.
BEFALLS = [
    "taken_back", "removed", "moved_out", "changed", "stepped_up", "paused", "out_of_touch", "reopened", "no_then_yes",
    "archived", "duty_ended", "under_duty", "declined", "closed_early", "advised",
]  # fmt: skip
# Where one family each stands today, having come so many days ago: states that the others only pass through.
STANDS = {
    "considered": 14, "offered": 30, "agreed": 45, "assessing": 60, "planning": 75, "reviewing": 180, "stepping_down": 260,
}  # fmt: skip
# How all others go, the usual often: where nothing else is said, to the end.
GOING = [
    *["usual"] * 9, "declined", "no_then_yes", "paused", "out_of_touch", "stepped_up", "moved_out", "under_duty",
    "closed_early", "advised",
]  # fmt: skip


def enliven(number: int, workers: dict[str, Worker], progress: Progress) -> int:
    """Let so many families come over two years; how many came.

    Args:
        number: how many, `FEWEST` or more.
        workers: the accounts of the demo.
        progress: where to say how far it is.
    """
    must_be_a_demo()
    by_lot, today = Random(SEED), timezone.localdate()  # noqa: S311
    begun = today - timedelta(days=DAYS)
    colleagues = _colleagues(begun, workers)
    staff = Staff(
        triage=workers["triage"],
        manager=workers["second.manager"],
        second=workers["manager"],
        referrers=[workers["school"], workers["police"], workers["adult.lead"]],
    )
    teams = list(Team.objects.order_by("name"))
    # The one manager of one team signs for all: until today, both manage the whole area.
    lives: list[tuple[date, int, Generator[int, None, None]]] = []
    order = count()
    homes = [_home(place, going, teams, by_lot) for place, going in enumerate(_goings(number))]
    for home, (profile, tier) in zip(filter(_has_a_case, homes), cycle(_worked_by()), strict=False):
        home.profile, home.tier, home.needs = profile.code, tier.code, list(profile.suits[:3])
    for home in homes:
        came = (
            today - timedelta(days=STANDS[home.stands_at]) if home.stands_at else _arrival(begun, home.number, number)
        )
        lives.append((_weekday(came), next(order), lived(home, staff, by_lot)))
    lives.append((begun + timedelta(days=430), next(order), _leave(colleagues[0], staff)))
    lives += [
        (today - timedelta(days=120 - 3 * place), next(order), _supervise(colleague, staff))
        for place, colleague in enumerate(colleagues[1:])
    ]
    heapq.heapify(lives)
    everybody = [*workers.values(), *colleagues]
    progress.begin("Two years of work with families", DAYS)
    told = begun
    with time_machine.travel(_morning(begun), tick=False) as traveller:
        fill_directory(staff.manager)
        while lives and lives[0][0] < today:
            day = lives[0][0]
            for _ in range((day - told).days):
                progress.advance()
            told = day
            traveller.move_to(_morning(day))
            _awake(everybody)
            # What happened on one day is written at once.
            with transaction.atomic():
                while lives and lives[0][0] == day:
                    _, number_of, life = heapq.heappop(lives)
                    pause = next(life, None)
                    if pause is not None:
                        heapq.heappush(lives, (_weekday(day + timedelta(days=max(pause, 1))), number_of, life))
    _awake(everybody)
    confirm_lately(workers["second.manager"])
    lately(staff, by_lot)
    bring_todays_cases(workers)
    return number


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), tzinfo=timezone.get_current_timezone())


def _weekday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)


def _awake(workers: list[Worker]) -> None:
    """Forget what each may do: it is kept for the length of a request, and a day is longer."""
    for worker in workers:
        worker.__dict__.pop("_standing", None)


def _arrival(begun: date, place: int, number: int) -> date:
    """The pilot began small and grew: half of all families came in the last third."""
    share = ((place + 1) / number) ** 0.6
    return _weekday(begun + timedelta(days=int(share * (DAYS - 4))))


def _goings(number: int) -> list[str]:
    """How each of so many families goes, in the order in which they come: what befalls one in every second place from the first."""
    goings = [GOING[(place * 7) % len(GOING)] for place in range(number)]
    for place, going in zip(range(0, number, 2), BEFALLS, strict=False):
        goings[place] = going
    for place, state in zip(range(number - 1, -1, -1), STANDS, strict=False):
        goings[place] = f"stands {state}"
    return goings


def _worked_by() -> list[tuple[Profile, Tier]]:
    """Every programme with each of its intensities."""
    return [(profile, tier) for profile in shipped().values() for tier in profile.tiers]


def _has_a_case(home: Home) -> bool:
    return home.going != "advised"


def _home(place: int, going: str, teams: list[Team], by_lot: Random) -> Home:
    last, first = words.LAST[place % len(words.LAST)], words.FIRST
    year = timezone.localdate().year
    people = [
        Somebody("adult", first[place % len(first)], last, date(year - by_lot.randint(24, 45), 3, 1 + place % 27))
    ]
    for child in range(by_lot.randint(1, 3)):
        name = first[(place + child + 3) % len(first)]
        people.append(Somebody("child", name, last, date(year - by_lot.randint(3, 15), 1 + (place + child) % 12, 9)))
    stands = going.removeprefix("stands ") if going.startswith("stands ") else ""
    return Home(place, people, teams[place % len(teams)], "usual" if stands else going, stands)


def _colleagues(begun: date, workers: dict[str, Worker]) -> list[Worker]:
    """Leads beside those who can sign in, and everybody appointed since the pilot began."""
    home = Agency.objects.get(is_home=True)
    made = []
    for place in range(COLLEAGUES):
        worker = Worker.objects.create_user(
            f"colleague{place + 1}@{DOMAIN}",
            None,
            name=f"{words.FIRST[place % len(words.FIRST)]} {words.LAST[-1 - place % len(words.LAST)]}",
            agency=home,
        )
        for role in ("adult_lead", "child_lead"):
            Appointment.objects.create(worker=worker, role=role, because="A colleague of the demo")
        made.append(worker)
    Appointment.objects.update(from_on=begun)
    # Who manages one team today managed the pilot.
    Appointment.objects.create(
        worker=workers["manager"], role="manager", from_on=begun, until_on=timezone.localdate(), because="The pilot"
    )
    return made


def _supervise(colleague: Worker, staff: Staff) -> Generator[int, None, None]:
    """Supervision every four weeks."""
    while True:
        record_supervision(
            colleague,
            held_on=timezone.localdate(),
            next_on=timezone.localdate() + timedelta(days=28),
            note="Went through each family. Holiday in two weeks is covered.",
            by=staff.manager,
        )
        yield 28


def _leave(leaver: Worker, staff: Staff) -> Generator[int, None, None]:
    """A colleague leaves, and each of their families goes to another."""
    parts = leads_led_by(staff.manager, leaver)
    # Each handover takes up to a week, one after the other; after the last day the leaver prepares nothing more.
    last_day = timezone.localdate() + timedelta(days=max(30, 8 * len(parts)))
    cases.set_capacity(leaver, percent=100, leaves_on=last_day, by=staff.manager)
    made = cases.reassign(
        parts,
        receiver=None,
        last_day_on=last_day,
        note="Ring before you come; all of them like that.",
        by=staff.manager,
    )
    for place, handover in enumerate(made):
        yield 1 + place % 2
        yield from _hand_over(handover, leaver, staff)


def _hand_over(handover: Handover, leaver: Worker, staff: Staff) -> Generator[int, None, None]:
    every: Any = [code for code, _ in Handover.CHECKLIST]
    current = Handover.objects.select_related("case__family", "part").get(pk=handover.pk)
    if not current.case.is_open:
        cases.stop_handover(current, by=staff.manager)
        return
    offered = [
        one for one in who_can_lead(current.case.family, current.case)
        if one.role == current.part.role and one.worker.pk != leaver.pk
    ]  # fmt: skip
    why = "Nobody carries less." if offered[0].share > 100 else ""
    cases.name_receiver(current, offered[0].worker, over_because=why, by=staff.manager)
    cases.prepare_handover(current, note=current.note, risks="None is open.", checked=every, by=leaver)
    yield 2
    current = Handover.objects.select_related("case__family", "part").get(pk=handover.pk)
    if not current.case.is_open:
        cases.stop_handover(current, by=staff.manager)
        return
    cases.visit_handover(current, visit_on=timezone.localdate(), no_visit_because="", by=leaver)
    receiver = offered[0].worker
    receiver.__dict__.pop("_standing", None)
    cases.accept_handover(Handover.objects.get(pk=handover.pk), by=receiver)
    receiver.__dict__.pop("_standing", None)
    done = Handover.objects.select_related("case__family", "part").get(pk=handover.pk)
    cases.tell_handover(done, told_on=timezone.localdate(), told_words="They met, and it went well.", by=receiver)
