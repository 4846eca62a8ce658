"""Pages of local questions. A path names a question by its code."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.questions import views

app_name = "questions"
urlpatterns = [
    path("questions/", views.questions, name="list"),
    path("questions/new/", views.new, name="new"),
    path("questions/export/", views.export, name="export"),
    path("questions/import/", views.bring, name="bring"),
    path("questions/forms/<slug:form>/", views.preview, name="preview"),
    path("questions/asked/<slug:code>/", views.question, name="question"),
    path("questions/asked/<slug:code>/change/", views.change, name="change"),
    path("questions/asked/<slug:code>/retire/", views.retire, name="retire"),
    path("questions/asked/<slug:code>/decision/", views.decide, name="decide"),
]
