"""Where the pages of programs lie."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.site.programs import views

urlpatterns = [
    path("programs/", views.programs, name="programs"),
    path("programs/mine/", views.my_programs, name="my_programs"),
    path("programs/add/", views.make, name="program_make"),
    path("programs/<uuid:program_id>/", views.program, name="program"),
    path("programs/<uuid:program_id>/change/", views.change, name="program_change"),
    path("programs/<uuid:program_id>/key/", views.make_key, name="program_key"),
    path("programs/<uuid:program_id>/webhook/", views.add_webhook, name="program_webhook"),
    path("programs/keys/<uuid:key_id>/revoke/", views.revoke_key, name="program_key_revoke"),
    path("programs/webhooks/<uuid:webhook_id>/end/", views.end_webhook, name="program_webhook_end"),
    path("programs/webhooks/<uuid:webhook_id>/again/", views.send_again, name="program_webhook_again"),
]
