"""Services, and the first family of the borough referred to one: what forms about them need."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.directory import actions, csv_file

WORDS = actions.Words(
    name="Breakfast club", description="Breakfast.", categories=["education"], application_process="Ring."
)


def refer(world: Any, file: Any) -> None:
    """A service of the programme's own agency, a file of services that was looked at, and a family referred to it."""
    home, lead, case = make.agency(is_home=True), world.who["lead"], Case.objects.get(family=file)
    keeper = world.who["keeper"] = make.worker("service_keeper", at=home)
    service = actions.add_service(home, WORDS, by=keeper)
    looked_at = actions.check_services(csv_file.written([service]).replace("club", "bar").encode(), by=keeper)
    asked = actions.Asked(
        category="education", how="we", says="agrees", told="Said before.",
        answer_by_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    world.ids |= {
        "service_id": service.pk,
        "file_id": looked_at.pk,
        "referred_id": actions.refer(case, service, asked, by=lead).pk,
        "unmet_id": actions.record_unmet(case, category="housing", why="none", by=lead).pk,
        "need_id": make.need(file).pk,
    }
    world.words["services"] = csv_file.written([service]).replace("club", "cafe").encode()
