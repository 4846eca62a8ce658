"""Where single sign-on lies; the sign-in library's own pages link to these names."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.site.sso import views

urlpatterns = [
    path("council/login/", views.login, {"provider_id": "council"}, name="openid_connect_login"),
    path("council/login/callback/", views.callback, {"provider_id": "council"}, name="openid_connect_callback"),
]
