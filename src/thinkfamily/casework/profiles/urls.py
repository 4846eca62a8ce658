"""Pages of this app. A path names things by their opaque ids."""

from __future__ import annotations

from typing import Any

app_name = "profiles"
FILE = "families/<uuid:family_id>/"
urlpatterns: list[Any] = []
