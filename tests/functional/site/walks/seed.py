"""The demo's story told on a small packet: what every walk finds."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from tests.handover_packets import Family, Member, make_candidate_packet, make_case_update_packet

from thinkfamily.casework.consideration.actions import write_feedback
from thinkfamily.casework.site.demo import people, story
from thinkfamily.core.progress import Silent
from thinkfamily.packets import OperatorKey

KEY = OperatorKey.generate()
NAMES = (
    "Mockbury", "Testwell", "Sampleton", "Fableworth", "Pretendham", "Dummyford", "Inventley", "Placeholt", "Madeup",
    "Fictionby", "Storyton", "Legendor", "Mythwick", "Talebrook", "Yarnfield", "Parable", "Notional", "Imaginer",
)  # fmt: skip
CONSIDERED = 14
TEAMS: list[dict[str, object]] = [
    {"name": "Fable North", "wards": ["W01"], "capacity": 60},
    {"name": "Fable South", "wards": ["W02"], "capacity": 60},
]


def invented(last: str, number: int) -> Family:
    """A mother, a father who lives elsewhere, and two children, of whom agencies know something."""
    members = [
        Member("Testa", last, date(1988, 1, 2)),
        Member("Samson", last, date(1985, 7, 9), "male", residence="elsewhere"),
        Member("Sampla", last, date(2012, 3, 4), "female", "child"),
        Member("Proto", last, date(2018, 11, 5), "male", "child"),
    ]
    return Family(
        members,
        handle=uuid.uuid5(uuid.NAMESPACE_DNS, f"{last}.example").hex,  # the same story each time
        area=f"W0{number % 2 + 1}",
        needs=(
            {"person": 2},
            {"criterion": "young_offender", "heading": "crime", "says": "A child came to notice.", "sources": "police",
             "person": 2, "from_on": date(2026, 5, 1), "until_on": None},
            {"criterion": "mental_ill_health", "heading": "health", "says": "An adult has poor mental health.",
             "answer": "unknown", "from_on": None, "until_on": None, "sources": None, "extract_on": None,
             "reason": "no extract of mental health was supplied"},
        ),
        services=(
            {},
            {"agency": "POLICE", "service": "Neighbourhood officers", "from_on": date(2026, 2, 1), "is_open": False,
             "until_on": date(2026, 6, 1)},
        ),
        costs=({}, {"agency": "POLICE", "band": "£1,000 or more"}),
        events=(
            {"person": 2},
            {"person": 0, "feed": "health", "agency": "NHS", "event": "a_and_e", "title": "Seen in hospital",
             "category": "health", "from_on": date(2026, 3, 1), "quantity": None, "unit": None},
            *({"person": 3, "title": "Late for school", "from_on": date(2026, month, 9)} for month in range(1, 9)),
        ),
        addresses=({"person": 0, "address": f"{number + 1} Invented Street"}, {"person": 2}),
        ties=(
            {"person_l": 0, "person_r": 2},
            {"person_l": 0, "person_r": 3},
            {"person_l": 1, "person_r": 2, "lives_with": "no"},
        ),
    )  # fmt: skip


def trust() -> None:
    """Have the site trust the key that the packets of the walks are signed with."""
    folder: Path = settings.INSTANCE.folder / "trusted-keys"
    folder.mkdir(exist_ok=True)
    for other in folder.iterdir():
        other.unlink()
    (folder / "operator.pub").write_text(KEY.public.hex() + "\n", encoding="ascii")


def candidate_packet(folder: Path, families: Sequence[Family]) -> Path:
    """A candidate packet that is in date and trusted."""
    soon = timezone.localdate() + timedelta(days=30)
    make_candidate_packet(folder, families, KEY, expires_on=soon, purpose="consider families for joined-up help")
    return folder


@dataclass(frozen=True)
class Story:
    """What was told.

    Attributes:
        workers: each by what is before the domain of its address.
        families: each by what it is for: ``first`` (led by Ada, with a school, the police, a parent, a volunteer and a
            mentor), ``safe`` (led by Chidi, with a safe address), ``restricted``, ``opened`` (once, in an emergency),
            ``work`` (led by Ada, for writing), ``urgent`` (nobody's yet), ``quiet`` and ``second`` (led by Ada and by Chidi),
            and ``unled``.
    """

    workers: dict[str, Any]
    families: dict[str, Any]

    def path(self, family: str, page: str = "") -> str:
        """The address of a page of a family's file."""
        return f"/families/{self.families[family].pk}/{page}"


def tell() -> Story:
    """Tell the story."""
    trust()
    people.make_organisations(TEAMS)
    workers = people.make_accounts()
    told = [invented(name, number) for number, name in enumerate(NAMES)]
    with tempfile.TemporaryDirectory() as room:
        packet = candidate_packet(Path(room) / "candidate", told)
        _, families = story.consider(packet, workers, CONSIDERED, Silent())
        agreed = story.agree(families, workers, Silent())
        write_feedback(Path(room) / "casework", by=workers["matching"])
        update = Path(room) / "update"
        make_case_update_packet(update, told, KEY, expires_on=timezone.localdate() + timedelta(days=30))
        story.work(update, agreed, workers, Silent())
    names = ("first", "safe", "restricted", "opened", "work", "quiet", "second")
    return Story(workers, dict(zip(names, agreed, strict=True)) | {"unled": families[5], "urgent": families[8]})
