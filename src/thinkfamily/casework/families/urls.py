"""Pages of families. A path names a family by its opaque id and nothing else of it."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.families.views import safe_address, search

app_name = "families"
FILE = "families/<uuid:family_id>/"
SAFE = f"{FILE}safe-address/"
urlpatterns = [
    # Search
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    # Safe addresses
    path(SAFE, safe_address.safe_addresses, name="safe_addresses"),
    path(f"{SAFE}record/", safe_address.record_one, name="safe_address_record"),
    path(f"{SAFE}<uuid:address_id>/readers/", safe_address.readers, name="safe_address_readers"),
    path(f"{SAFE}<uuid:address_id>/end/", safe_address.end, name="safe_address_end"),
    path(f"{SAFE}<uuid:address_id>/reveal/", safe_address.reveal, name="safe_address_reveal"),
]
