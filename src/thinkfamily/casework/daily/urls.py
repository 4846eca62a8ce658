"""Pages of the daily screens."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.daily.views import board, day, lists

app_name = "daily"
urlpatterns = [
    path("day/", day.my_day, name="day"),
    path("day/changes-read/", day.changes_read, name="changes_read"),
    path("shared-cases/", day.shared_cases, name="shared_cases"),
    path("shared-cases/changes-read/", day.shared_read, name="shared_read"),
    path("team-board/", board.team_board, name="board"),
    path("team-board/supervision/<uuid:worker_id>/", board.supervision, name="supervision"),
    path("my-supervision/", day.my_supervision, name="my_supervision"),
    path("decisions/", board.decisions, name="decisions"),
    path("lists/", lists.build, name="lists"),
    path("lists/keep/", lists.keep, name="keep_list"),
    path("lists/<uuid:list_id>/remove/", lists.remove, name="remove_list"),
]
