"""The URL map. Every view here carries a door, or is one of the sign-in library's that `site.listed` names."""

from __future__ import annotations

from django.urls import include, path

from thinkfamily.casework.site import views
from thinkfamily.casework.site.operations import views as operations

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", operations.health_page, name="health"),
    path("site/", operations.site_page, name="site"),
    path("account/", include("allauth.urls")),
    path("", include("thinkfamily.casework.reports.urls")),
]
