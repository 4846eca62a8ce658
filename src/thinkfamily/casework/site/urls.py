"""The URL map. Every view here carries a door, or is one of the sign-in library's that `site.listed` names."""

from __future__ import annotations

from django.urls import include, path

from thinkfamily.casework.site import views
from thinkfamily.casework.site.api.operations import urls as api
from thinkfamily.casework.site.operations import views as operations

urlpatterns = [
    path("", views.home, name="home"),
    # First, because they are asked for most: every page asks these in turn.
    path("", include("thinkfamily.casework.families.urls")),
    path("health/", operations.health_page, name="health"),
    path("site/", operations.site_page, name="site"),
    path("", include("thinkfamily.casework.site.organisation.urls")),
    path("", include("thinkfamily.casework.site.programs.urls")),
    path("account/", include("allauth.urls")),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("transparency/", views.transparency, name="transparency"),
    path("language/", views.language, name="language"),
    path("theme/<slug:version>.css", views.theme, name="theme"),
    path("", include("thinkfamily.casework.reports.urls")),
    path("api/", api()),
    path("desk/", include("thinkfamily.casework.consideration.urls")),
    path("", include("thinkfamily.casework.access.urls")),
    path("", include("thinkfamily.casework.sharing.urls")),
    path("", include("thinkfamily.casework.cases.urls")),
    path("", include("thinkfamily.casework.profiles.urls")),
    path("", include("thinkfamily.casework.questions.urls")),
    path("", include("thinkfamily.casework.plans.urls")),
    path("", include("thinkfamily.casework.meetings.urls")),
    path("", include("thinkfamily.casework.directory.urls")),
    path("", include("thinkfamily.casework.referrals.urls")),
    path("", include("thinkfamily.casework.imports.urls")),
    path("", include("thinkfamily.casework.retention.urls")),
    path("", include("thinkfamily.casework.daily.urls")),
]

handler400 = "thinkfamily.casework.site.errors.bad_request"
handler403 = "thinkfamily.casework.site.errors.refused"
handler404 = "thinkfamily.casework.site.errors.not_there"
handler500 = "thinkfamily.casework.site.errors.fault"
