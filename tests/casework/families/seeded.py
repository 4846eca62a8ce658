"""A large invented family, seen by many: what the tests of the family page start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.families.models import Address, Coverage, KinTie, Supply


@dataclass
class Seeded:
    """The family, its people and those who look at it."""

    family: Any
    ada: Any
    bo: Any
    kit: Any
    lead: Any
    partner: Any
    manager: Any
    school: Any
    police: Any
    drugs: Any


def tie(family: Any, person: Any, other: Any, kind: str = "parent", **fields: Any) -> KinTie:
    """A stated relationship."""
    return KinTie.objects.create(
        family=family, person=person, other=other, kind=kind, known_by="stated by a test", **fields
    )


def supplied(family: Any, *feeds: Any) -> Supply:
    """A case update that spoke of the family, with two feeds, one of them late."""
    today = timezone.localdate()
    supply = Supply.objects.create(
        packet_id=f"{family.pk}-{Supply.objects.count()}", kind="case_update", series="test", purpose="a test", as_at=today,
        expires_on=today, is_synthetic=True, brought_by=family.pk,
    )  # fmt: skip
    for agency, feed, absence, late in feeds:
        Coverage.objects.create(
            supply=supply, agency=agency, feed=feed, extract_on=today, covers_from=today - timedelta(days=1000),
            covers_until=today - timedelta(days=90 if late else 0), absence_means=absence, is_late=late,
        )  # fmt: skip
    family.supply = supply
    family.save()
    return supply


def seeded(items: int = 1) -> Seeded:
    """The family, with so many items of each kind from each of three agencies."""
    home = make.agency(is_home=True)
    school, police = (
        make.agency("LA-EDU", name="Fable Schools", kind="school"),
        make.agency("POLICE", name="Fable Police", kind="police"),
    )
    drugs = make.agency("drugs", name="Fable Recovery", kind="health")
    ada, bo = (
        make.person("Ada", born=date(1990, 2, 3), sex="female"),
        make.person("Bo", born=date(1986, 1, 1), sex="male"),
    )
    kit = make.person("Kit", born=date(2014, 5, 1), sex="male")
    family = make.family(ada, bo, kit, summary="Ada and Kit do well at home. Call Ada first.")
    family.members.filter(person=bo).update(residence="elsewhere")
    tie(family, ada, kit)
    tie(family, bo, kit)
    tie(family, ada, bo, "ex_partner")
    lead = make.worker("adult_lead", at=home)
    make.involve(lead, family, "adult_lead")
    partner = make.worker("partner", at=school)
    make.involve(partner, family, "partner")
    manager = make.worker("manager", at=home, of=make.team())
    make.grant(family, school, home, "education")
    for number in range(items):
        for source, category in ((school, "education"), (police, "police"), (drugs, "substance_misuse")):
            make.event(family, source, category, title=f"Event {category} {number}", person=kit)
            make.service(family, source, category, name=f"Service {category} {number}")
            make.need(family, source, category, criterion=f"{category}_{number}", says=f"Need {category} {number}.")
        make.statement(family, f"Recorded {number}", person=kit, recorded_by=lead.pk)
        make.statement(family, f"Strength {number}", kind="strength", recorded_by=lead.pk)
        Address.objects.create(person=ada, text=f"{number} Invented Street", postcode="ZZ1 1ZZ", agency=school)
    supplied(family, (school, "education", "no", False), (police, "police", "unknown", True))
    return Seeded(family, ada, bo, kit, lead, partner, manager, school, police, drugs)
