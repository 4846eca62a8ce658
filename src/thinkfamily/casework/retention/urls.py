"""Pages of this app. A path names things by their opaque ids."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.retention import views

app_name = "retention"
ROUND = "retention/<uuid:round_id>/"
urlpatterns = [
    path("retention/", views.due, name="due"),
    path("retention/propose/", views.propose, name="propose"),
    path("retention/holds/", views.holds, name="holds"),
    path("retention/holds/place/", views.place, name="place"),
    path("retention/holds/<uuid:hold_id>/lift/", views.lift, name="lift"),
    path(ROUND, views.one, name="round"),
    path(f"{ROUND}answer/", views.answer, name="answer"),
]
