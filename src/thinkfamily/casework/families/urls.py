"""Pages of families. A path names a family by its opaque id and nothing else of it."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.families.views import (
    addresses,
    correct,
    file,
    identities,
    kin,
    lists,
    paper,
    person,
    record,
    safe_address,
    search,
    teams,
    understanding,
)

app_name = "families"
FILE = "families/<uuid:family_id>/"
SAFE = f"{FILE}safe-address/"
PEOPLE = f"{FILE}people/"
ITEM = f"{FILE}items/<slug:kind>/<uuid:item_id>/"
urlpatterns = [
    # The file
    path("families/", lists.my_list, name="list"),
    path("families/mine/", lists.mine, name="mine"),
    path("families/helped/", lists.helped, name="helped"),
    path("families/without-a-team/", teams.without_a_team, name="without_a_team"),
    path(FILE, file.overview, name="page"),
    path(f"{FILE}timeline/", file.show_timeline, name="timeline"),
    path(f"{FILE}genogram/", file.genogram, name="genogram"),
    path(f"{FILE}ecomap/", file.ecomap, name="ecomap"),
    path(PEOPLE, file.show_people, name="people"),
    path(f"{FILE}addresses/", file.show_addresses, name="addresses"),
    path(f"{FILE}statements/", file.show_statements, name="statements"),
    path(f"{FILE}changed/", file.show_changed, name="changed"),
    path(f"{FILE}which-team/", teams.give, name="team"),
    # Recording, and who sees it
    path(f"{FILE}summary/", record.summary, name="summary"),
    path(f"{FILE}record/", record.record_one, name="record"),
    path(f"{FILE}statements/<uuid:item_id>/correct/", record.correct_one, name="statement_correct"),
    path(f"{ITEM}record/", record.record_one, name="record_on"),
    path(f"{ITEM}visibility/", record.visibility, name="visibility"),
    # Corrections
    path(f"{PEOPLE}new/", kin.new_person, name="new_person"),
    path(f"{PEOPLE}ties/new/", kin.new_tie, name="new_tie"),
    path(f"{PEOPLE}ties/change/", kin.change, name="change_tie"),
    path(f"{PEOPLE}in/", correct.into, name="put_in"),
    path(f"{PEOPLE}same/", correct.same, name="same"),
    path(f"{PEOPLE}<uuid:person_id>/in/", correct.into, name="put_in_person"),
    path(f"{PEOPLE}<uuid:person_id>/out/", correct.out, name="take_out"),
    path(f"{PEOPLE}<uuid:person_id>/change/", person.change, name="change_person"),
    path(f"{PEOPLE}<uuid:person_id>/identifier/", person.identifier, name="record_identifier"),
    path(f"{PEOPLE}<uuid:person_id>/understanding/", understanding.understanding, name="understanding"),
    path(f"{FILE}addresses/record/", addresses.record_one, name="record_address"),
    path(f"{FILE}addresses/end/", addresses.end, name="end_address"),
    path("identities/", identities.waiting, name="identities"),
    path("identities/<uuid:join_id>/", identities.decide, name="identity_decide"),
    # On paper, and for the family
    path(f"{FILE}print/", paper.print_file, name="print"),
    path(f"{FILE}shared/", paper.shared, name="shared"),
    path(f"{FILE}shared/comment/", paper.comment, name="comment"),
    path(f"{FILE}shared/comment/<uuid:item_id>/", paper.comment, name="comment_on"),
    # Search
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    # Safe addresses
    path(SAFE, safe_address.safe_addresses, name="safe_addresses"),
    path(f"{SAFE}record/", safe_address.record_one, name="safe_address_record"),
    path(f"{SAFE}<uuid:address_id>/readers/", safe_address.readers, name="safe_address_readers"),
    path(f"{SAFE}<uuid:address_id>/end/", safe_address.end, name="safe_address_end"),
    path(f"{SAFE}<uuid:address_id>/reveal/", safe_address.reveal, name="safe_address_reveal"),
    path(f"{SAFE}written/<uuid:written_id>/", safe_address.reveal_written, name="quarantined_reveal"),
]
