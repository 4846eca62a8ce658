"""Where released figures are."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.reports import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/front-door/", views.front_door, name="figures_front_door"),
]
