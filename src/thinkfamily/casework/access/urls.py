"""Pages of access. Each name in a path is an opaque id or a role."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.access.views import conflict, involvement, looks, notices, opening, restriction, who_sees

app_name = "access"
FILE = "families/<uuid:family_id>/"
PEOPLE = f"{FILE}people-involved/"
RESTRICTION = f"{FILE}restriction/"
urlpatterns = [
    # A file known by name, and emergencies
    path(f"{FILE}known/", opening.known, name="known"),
    path(f"{FILE}open/", opening.ask, name="open"),
    path(f"{FILE}open/end/", opening.end, name="open_end"),
    path("openings/", opening.to_decide, name="openings_to_decide"),
    path("openings/<uuid:opening_id>/decide/", opening.decide, name="opening_decide"),
    path("openings/review/", opening.to_review, name="openings_to_review"),
    path("openings/<uuid:opening_id>/review/", opening.review, name="opening_review"),
    # Who is involved
    path(PEOPLE, involvement.involved, name="involved"),
    path(f"{PEOPLE}add/<slug:role>/", involvement.allocate, name="allocate"),
    path(f"{PEOPLE}propose/<slug:role>/", involvement.propose, name="propose"),
    path(f"{PEOPLE}<uuid:involvement_id>/end/", involvement.end, name="involvement_end"),
    path(f"{PEOPLE}proposals/<uuid:proposal_id>/", involvement.decide, name="proposal_decide"),
    path(f"{FILE}request/", involvement.request_to_read, name="request"),
    path("samples/draw/", involvement.draw_sample, name="draw_sample"),
    # Restricted files
    path(RESTRICTION, restriction.restrict, name="restrict"),
    path(f"{RESTRICTION}<uuid:restriction_id>/", restriction.keep, name="keep"),
    path(f"{RESTRICTION}<uuid:restriction_id>/review/", restriction.review, name="restriction_review"),
    path(f"{RESTRICTION}<uuid:restriction_id>/named/", restriction.change_named, name="restriction_named"),
    path(f"{RESTRICTION}<uuid:restriction_id>/lift/", restriction.lift, name="restriction_lift"),
    path("restrictions/kept/", restriction.kept, name="kept"),
    # Being close to a family
    path("closeness/", conflict.closeness, name="closeness"),
    path("closeness/named/", conflict.closeness_named, name="closeness_named"),
    path("relatives/", conflict.relatives, name="relatives"),
    path("relatives/<uuid:declared_id>/end/", conflict.end_relative, name="relative_end"),
    path(f"{FILE}conflicts/", conflict.record_conflict, name="conflict"),
    path("conflicts/", conflict.all_conflicts, name="conflicts"),
    path("conflicts/<uuid:conflict_id>/end/", conflict.end_conflict, name="conflict_end"),
    path("conflicts/near/<uuid:near_id>/", conflict.decide_near, name="near"),
    path("notices/", notices.notices, name="notices"),
    path("notices/mails/", notices.mails, name="mails"),
    # Who can see what, and why
    path("who-sees/", who_sees.index, name="who_sees"),
    path("who-sees/workers/<uuid:worker_id>/", who_sees.worker, name="who_sees_worker"),
    path("who-sees/files/<uuid:file_id>/", who_sees.file, name="who_sees_file"),
    path("who-sees/files/<uuid:file_id>/items/<uuid:item_id>/", who_sees.item, name="who_sees_item"),
    # Who has looked
    path(f"{FILE}looks/", looks.at_family, name="looks"),
    path(f"{FILE}looks/shared/", looks.shared_with_family, name="looks_shared"),
    path("account/looks/", looks.own, name="own_looks"),
    path("account/home-street/", looks.home_street, name="home_street"),
    path("audit/", looks.search, name="audit"),
    path("audit/unusual/", looks.unusual, name="unusual"),
]
