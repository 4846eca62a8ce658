"""Pages of the team around a family and of its meetings. A path names things by their opaque ids."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.meetings.views import calendar, group, invitations, meetings, minutes, team

app_name = "meetings"
FILE = "families/<uuid:family_id>/"
TEAM = f"{FILE}team/"
MEETINGS = f"{FILE}meetings/"
ONE = f"{MEETINGS}<uuid:meeting_id>/"
urlpatterns = [
    path(TEAM, team.team, name="team"),
    path(f"{TEAM}<uuid:involvement_id>/asked/", team.ask, name="ask"),
    path(f"{TEAM}agency/", team.invite_agency, name="invite_agency"),
    path(f"{TEAM}agency/<uuid:place_id>/end/", team.end_agency, name="end_agency"),
    path(MEETINGS, meetings.meetings, name="meetings"),
    path(f"{MEETINGS}plan/", meetings.plan, name="plan"),
    path(f"{MEETINGS}counted-from/", meetings.anchor, name="anchor"),
    path(ONE, meetings.meeting, name="meeting"),
    path(f"{ONE}change/", meetings.change, name="change"),
    path(f"{ONE}held/", meetings.held, name="held"),
    path(f"{ONE}failed/", meetings.failed, name="failed"),
    path(f"{ONE}cancel/", meetings.cancel, name="cancel"),
    path(f"{ONE}invite/", invitations.invite, name="invite"),
    path(f"{ONE}invitations/<uuid:invitation_id>/take-back/", invitations.take_back, name="take_back"),
    path(f"{ONE}invitations/<uuid:invitation_id>/reply/", invitations.reply, name="reply"),
    path(f"{ONE}invitation/", invitations.invitation, name="invitation"),
    path(f"{ONE}report/", invitations.report, name="report"),
    path(f"{ONE}minutes/add/<slug:part>/", minutes.add, name="add_line"),
    path(f"{ONE}minutes/<uuid:line_id>/", minutes.change, name="change_line"),
    path(f"{ONE}minutes/<uuid:line_id>/remove/", minutes.remove, name="remove_line"),
    path(f"{ONE}minutes/<uuid:line_id>/came-of-it/", minutes.came_of, name="came_of"),
    path(f"{ONE}minutes/confirm/", minutes.confirm, name="confirm"),
    path(f"{ONE}minutes/reopen/", minutes.reopen, name="reopen"),
    path(f"{ONE}minutes/versions/", minutes.versions, name="versions"),
    path(f"{ONE}minutes/versions/<uuid:invitation_id>/", minutes.version, name="version"),
    path(f"{ONE}said/<uuid:person_id>/", minutes.said, name="said"),
    path(f"{ONE}meeting.ics", calendar.meeting_file, name="meeting_file"),
    path(f"{FILE}family-group/", group.offers, name="group"),
    path(f"{FILE}family-group/offer/", group.offer, name="offer"),
    path(f"{FILE}family-group/<uuid:offer_id>/", group.answer, name="answer"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/calendar.ics", calendar.calendar_file, name="calendar_file"),
    path("invitations/", invitations.mine, name="mine"),
]
