"""The team around a family and its meetings, table by table."""

from thinkfamily.casework.meetings.models.around import AgencyInvited, GroupOffer, PartAsked, TimetableAnchor
from thinkfamily.casework.meetings.models.meeting import Invitation, Meeting, Minutes
from thinkfamily.casework.meetings.models.written import MeetingDecision, MeetingReport, MinuteLine, MinutesCopy

__all__ = [
    "AgencyInvited",
    "GroupOffer",
    "Invitation",
    "Meeting",
    "MeetingDecision",
    "MeetingReport",
    "MinuteLine",
    "Minutes",
    "MinutesCopy",
    "PartAsked",
    "TimetableAnchor",
]
