"""The app's place in Django."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Registered under its short name, so that tables are called meetings_…"""

    name = "thinkfamily.casework.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Its items are items of a family's file: whoever keeps the file decides who sees them, and speaks about them.

        Its meetings are planned for a case, and end with it.
        """
        from thinkfamily.casework.cases.ending import ends_with_case
        from thinkfamily.casework.families import quarantine
        from thinkfamily.casework.families.queries.items import KINDS
        from thinkfamily.casework.meetings.actions.meetings import call_off_with_case
        from thinkfamily.casework.meetings.actions.team import end_agencies_with_case
        from thinkfamily.casework.meetings.models import Invitation, MeetingReport, MinuteLine
        from thinkfamily.casework.meetings.queries import promoted
        from thinkfamily.casework.plans.sources import promotable

        quarantine.KINDS["report"] = (MeetingReport, ("strengths", "worries", "next_steps", "text"))
        quarantine.KINDS["reply"] = (Invitation, ("note",))
        KINDS.update({"paragraph": MinuteLine, "report": MeetingReport})
        promotable("paragraph", promoted.lines_shown, promoted.line_found)
        promotable("report", promoted.reports_shown, promoted.report_found)
        ends_with_case(call_off_with_case)
        ends_with_case(end_agencies_with_case)
