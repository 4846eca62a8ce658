"""Pages of programme profiles. A path names a profile by its code."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.profiles import views

app_name = "profiles"
urlpatterns = [
    path("programmes/", views.profiles, name="list"),
    path("programmes/new/", views.new, name="new"),
    path("programmes/<slug:code>/", views.profile, name="profile"),
    path("programmes/<slug:code>/export/", views.export, name="export"),
    path("programmes/<slug:code>/import/", views.bring, name="bring"),
    path("programmes/<slug:code>/decision/", views.decide, name="decide"),
    path("programmes/<slug:code>/settings/<slug:name>/", views.change, name="change"),
]
