"""Pages of this app. A path names things by their opaque ids."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.imports import views

app_name = "imports"
ONE = "imports/<uuid:import_id>/"
urlpatterns = [
    path("imports/", views.every, name="list"),
    path("imports/template.xlsx", views.workbook, name="workbook"),
    path("imports/template.zip", views.tables, name="tables"),
    path("imports/check/", views.check, name="check"),
    path(ONE, views.one, name="one"),
    path(f"{ONE}sign/", views.sign, name="sign"),
    path(f"{ONE}bring/", views.bring, name="bring"),
    path(f"{ONE}ask-back/", views.ask_back, name="ask_back"),
    path(f"{ONE}answer-back/", views.answer_back, name="answer_back"),
]
