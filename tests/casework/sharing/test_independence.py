"""Agreement to take part, lawful basis, power to disclose: no act on one relabels, ends or deletes another.

Random sequences of acts on the three records of one family. After each, the two records that were not acted on must be
what they were, row for row, and what a partner sees must follow from the grants in force and nothing else.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.casework import factories as make
from tests.casework.sharing import makers
from tests.casework.way import steps as how
from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.cases import actions as case_actions
from thinkfamily.casework.cases.models import AgreementToTakePart, Case
from thinkfamily.casework.families.models import Need
from thinkfamily.casework.sharing import actions
from thinkfamily.casework.sharing.models import LawfulBasis, SharingDecision

pytestmark = pytest.mark.django_db
CATEGORIES = ["education", "housing", "police", "health", "domestic_abuse"]
TOLD = {"condition": "DPA 2018 Schedule 1", "confidentiality": "Overriding interest"}
choose = st.integers(min_value=0, max_value=9)


class ThreeRecords(RuleBasedStateMachine):
    """One family, and acts on its three records in any order."""

    @initialize()
    def begin(self) -> None:
        """A family with two adults and a child, items of two agencies, and a teacher on the team around it."""
        self.at = makers.borough()
        self.adults = [make.person("Ada", born=None), make.person("Bo", born=None)]
        self.at.family.members.all().delete()
        for adult in self.adults:
            self.at.family.members.create(person=adult, role="adult", residence="with_children", known_by="a test")
        self.case = Case.objects.get(family=self.at.family)
        Case.objects.filter(pk=self.case.pk).update(state="considered")
        for category in CATEGORIES:
            for agency in (self.at.police, self.at.health, self.at.school):
                make.need(self.at.family, agency, category)
        self.before = self.rows()

    def rows(self) -> dict[str, Any]:
        """The three records, row for row."""
        family = self.at.family
        return {
            "agreement": (
                list(Case.objects.filter(family=family).values()),
                list(AgreementToTakePart.objects.filter(case__family=family).order_by("pk").values()),
            ),
            "basis": list(LawfulBasis.objects.filter(family=family).order_by("pk").values()),
            "power": (
                list(SharingDecision.objects.filter(family=family).order_by("pk").values()),
                list(Grant.objects.filter(family=family).order_by("pk").values()),
            ),
        }

    def acted_on(self, record: str) -> None:
        """Only this record has changed."""
        after = self.rows()
        for other in set(after) - {record}:
            assert after[other] == self.before[other], f"acting on {record} changed {other}"
        for name in ("basis", "agreement", "power"):
            for was, now in zip(_tables(self.before[name]), _tables(after[name]), strict=True):
                assert {row["id"] for row in was} <= {row["id"] for row in now}, f"{name} lost a row"
        self.before = after

    @rule(which=choose)
    def agree(self, which: int) -> None:
        """An adult agrees to take part."""
        person = self.adults[which % 2]
        if not AgreementToTakePart.objects.filter(case=self.case, person=person, withdrawn_on=None).exists():
            case_actions.record_agreement(
                self.case,
                person,
                to_what="Help",
                was_told="The notice",
                language="English",
                agreed_on=timezone.localdate(),
                review_on=makers.in_days(90),
                by=self.at.lead,
            )
        self.acted_on("agreement")

    @rule(which=choose)
    def withdraw(self, which: int) -> None:
        """An adult no longer agrees."""
        rows = list(AgreementToTakePart.objects.filter(case=self.case, withdrawn_on=None))
        if rows:
            case_actions.withdraw_agreement(rows[which % len(rows)], **how.withdrawal(), by=self.at.lead)
        self.acted_on("agreement")

    @rule(basis=st.sampled_from(["public_task", "consent", "legal_obligation"]))
    def record_basis(self, basis: str) -> None:
        """A lawful basis is recorded; even consent is no agreement to take part."""
        actions.record_basis(self.at.family, basis=basis, purpose="Support", by=self.at.lead)
        self.acted_on("basis")

    @rule(which=choose)
    def end_basis(self, which: int) -> None:
        """A lawful basis ends."""
        rows = list(LawfulBasis.objects.filter(family=self.at.family, until_on=None))
        if rows:
            actions.end_basis(rows[which % len(rows)], because="Changed", by=self.at.lead)
        self.acted_on("basis")

    @rule(
        categories=st.sets(st.sampled_from(CATEGORIES), min_size=1),
        source=st.sampled_from(["police", "health"]),
        is_to_school=st.booleans(),
    )
    def propose(self, categories: set[str], source: str, is_to_school: bool) -> None:
        """Sharing is proposed."""
        to_agency = self.at.school if is_to_school else self.at.home
        makers.proposed(
            self.at, from_agency=getattr(self.at, source), to_agency=to_agency, categories=categories, **TOLD
        )
        self.acted_on("power")

    @rule(which=choose, share=st.booleans())
    def decide(self, which: int, share: bool) -> None:
        """A proposal is decided."""
        rows = list(SharingDecision.objects.filter(family=self.at.family, state="proposed"))
        if rows:
            actions.decide(rows[which % len(rows)], share=share, because="So", by=self.at.governance)
        self.acted_on("power")

    @rule(which=choose)
    def end_sharing(self, which: int) -> None:
        """Sharing ends."""
        rows = list(SharingDecision.objects.filter(family=self.at.family, state="approved"))
        if rows:
            actions.end_sharing(rows[which % len(rows)], because="So", by=self.at.manager)
        self.acted_on("power")

    @rule(which=choose)
    def take_back(self, which: int) -> None:
        """A proposal is taken back."""
        rows = list(SharingDecision.objects.filter(family=self.at.family, state="proposed"))
        if rows:
            actions.take_back(rows[which % len(rows)], because="So", by=self.at.lead)
        self.acted_on("power")

    @precondition(lambda self: hasattr(self, "at"))
    @invariant()
    def a_partner_sees_what_grants_open_and_nothing_else(self) -> None:
        """Neither agreement nor basis opens or shuts an item."""
        granted = Grant.objects.filter(within(timezone.localdate()), family=self.at.family, to_agency=self.at.school)
        expected = {(self.at.school.pk, category) for category in CATEGORIES}
        expected |= {(grant.from_agency_id, category) for grant in granted for category in grant.categories}
        expected = {pair for pair in expected if pair[1] != "domestic_abuse"}
        self.at.teacher._standing = None
        seen = scope.items(standing_of(self.at.teacher), self.at.family, Need.objects.all())
        assert set(seen.values_list("agency", "category")) == expected
        approved = SharingDecision.objects.filter(family=self.at.family, state="approved", to_agency=self.at.school)
        assert {grant.decision_id for grant in granted} == {decision.pk for decision in approved}


def _tables(rows: Any) -> list[list[dict[str, Any]]]:
    return list(rows) if isinstance(rows, tuple) else [rows]


def test_no_act_on_one_record_touches_another() -> None:
    checks = settings(
        max_examples=int(os.environ.get("THINKFAMILY_EXAMPLES", "12")),
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(ThreeRecords, settings=checks)
