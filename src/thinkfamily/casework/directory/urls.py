"""Pages of this app. A path names things by their opaque ids: a need in it would tell something of the family."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.directory.views import family, services

app_name = "directory"
ONE = "services/<uuid:service_id>/"
FILE = "families/<uuid:family_id>/services/"
REFERRED = f"{FILE}referred/<uuid:referred_id>/"
urlpatterns = [
    # The directory
    path("services/", services.services, name="services"),
    path("services/new/", services.add, name="add"),
    path("services/file.csv", services.export, name="export"),
    path("services/template.csv", services.template, name="template"),
    path("services/check/", services.check, name="check"),
    path("services/files/<uuid:file_id>/", services.bring, name="bring"),
    path(ONE, services.service, name="service"),
    path(f"{ONE}change/", services.change, name="change"),
    path(f"{ONE}confirm/", services.confirm, name="confirm"),
    # A family's services
    path(FILE, family.of_family, name="of_family"),
    path(f"{FILE}find/", family.find, name="find"),
    path(f"{FILE}find/<uuid:item_id>/", family.find, name="find_for"),
    path(f"{FILE}refer/<uuid:service_id>/", family.refer, name="refer"),
    path(f"{FILE}refer/<uuid:service_id>/<uuid:item_id>/", family.refer, name="refer_for"),
    path(f"{REFERRED}answer/", family.answer, name="answer"),
    path(f"{REFERRED}take-back/", family.take_back, name="take_back"),
    path(f"{FILE}unmet/", family.unmet, name="unmet"),
    path(f"{FILE}unmet/<uuid:item_id>/", family.unmet, name="unmet_for"),
    path(f"{FILE}unmet/<uuid:unmet_id>/end/", family.end_unmet, name="end_unmet"),
]
