"""A family with its team, and a meeting of it: what the tests of meetings start from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.agencies.models import Appointment
from thinkfamily.casework.cases.models import Case, Step
from thinkfamily.casework.families.models import Member
from thinkfamily.casework.meetings.actions import invitations, meetings, minutes
from thinkfamily.casework.meetings.actions.sending import send_minutes
from thinkfamily.casework.meetings.models import Meeting, MinuteLine
from thinkfamily.casework.meetings.queries.minutes import Version, digest_of, versions


def day(days: int) -> date:
    """A day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


class Around:
    """Two adults and a child; their lead, a school and the police on the team, a manager; both adults have accounts."""

    def __init__(self, profile: str = "family_recovery") -> None:
        self.home = make.agency(is_home=True)
        self.school = make.agency("LA-EDU", name="Fable Schools", kind="school")
        self.police = make.agency("POLICE", name="Fable Police", kind="police")
        self.ada, self.bo = make.person("Ada", born=date(1990, 1, 2)), make.person("Bo", born=date(1988, 3, 4))
        self.kit = make.person("Kit", born=date(2014, 5, 6))
        self.team = make.team("Northside")
        self.family = make.family(self.ada, self.bo, self.kit, of=self.team)
        self.case = Case.objects.get(family=self.family)
        self.case.profile, self.case.profile_version = profile, 1
        self.case.save()
        self.lead = make.worker("adult_lead")
        self.teacher = make.worker("partner", at=self.school)
        self.officer = make.worker("partner", at=self.police)
        self.manager = make.worker("manager", of=self.team)
        make.involve(self.lead, self.family, "adult_lead")
        self.part = make.involve(self.teacher, self.family, "partner")
        make.involve(self.officer, self.family, "partner")
        self.ada_account, self.bo_account = self.account(self.ada), self.account(self.bo)

    def account(self, person: Any) -> Any:
        """An account of a member of the family, with their part in the work."""
        made = make.worker(None, person_id=person.pk)
        made.agency = None
        made.save()
        Appointment.objects.create(worker=made, role="family_member", because="a test")
        make.involve(made, self.family, "family_member")
        return made

    def began(self, on: date) -> None:
        """Have the case agreed on a day, as its steps hold it."""
        state = self.case.state
        self.case.steps.filter(code="agree").delete()
        Step.objects.create(case=self.case, code="agree", before="offered", after=state, on=on, taken_by=self.lead.pk)

    def plan(self, kind: str = "family_review", **changed: Any) -> Meeting:
        """A meeting for today, planned by the lead."""
        given = {"kind": kind, "planned_on": day(0), "place": "The Fable Centre", "by": self.lead}
        return meetings.plan_meeting(self.case, **(given | changed))

    def invite(self, meeting: Meeting, *who: Any) -> dict[Any, Any]:
        """Invitations by whom they are to: workers, agencies and people as they come."""
        kinds = {"Worker": "workers", "Agency": "agencies", "Person": "people"}
        asked: dict[str, list[Any]] = {}
        for one in who:
            asked.setdefault(kinds[type(one).__name__], []).append(one)
        made = invitations.invite(meeting, by=self.lead, **asked)
        return {row.worker or row.agency or row.person: row for row in made}

    def hold(self, meeting: Meeting, **changed: Any) -> Meeting:
        """Record that it was held and everybody came."""
        attendance = {row.pk: "came" for row in meeting.invitations.all()}
        return meetings.hold_meeting(
            meeting, **({"held_on": day(0), "attendance": attendance, "by": self.lead} | changed)
        )

    def write(self, meeting: Meeting, text: str, part: str = "discussed", by: Any = None, **about: Any) -> MinuteLine:
        """A paragraph of its minutes."""
        return minutes.write_line(meeting, minutes.Written(part=part, text=text, **about), by=by or self.lead)

    def confirmed(self, meeting: Meeting) -> Meeting:
        """Its minutes, confirmed by the lead."""
        minutes.confirm_minutes(meeting, no_child_view="Kit was at school; asked on Friday.", by=self.lead)
        return Meeting.objects.select_related("minutes", "case__family").get(pk=meeting.pk)

    def sent(self, meeting: Meeting) -> Meeting:
        """Its minutes, sent by the lead as they saw them."""
        send_minutes(meeting, seen=digest_of(versions(meeting)), by=self.lead)
        return Meeting.objects.select_related("minutes", "case__family").get(pk=meeting.pk)

    def version(self, meeting: Meeting, who: Any) -> Version:
        """The version of one recipient."""
        return next(
            one
            for one in versions(meeting)
            if who in (one.invitation.worker, one.invitation.person, one.invitation.agency)
        )

    def leave(self, person: Any) -> None:
        """Somebody is no longer of the family."""
        Member.objects.filter(family=self.family, person=person).update(until_on=day(0))
