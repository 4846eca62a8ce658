"""Pages of the case. A path names a family and its records by their opaque ids."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.cases import views

app_name = "cases"
FILE = "families/<uuid:family_id>/"
urlpatterns = [
    path(f"{FILE}case/", views.case, name="case"),
    path(f"{FILE}case/agreement/", views.agree, name="agree"),
    path(f"{FILE}case/agreement/<uuid:agreement_id>/withdraw/", views.withdraw, name="withdraw"),
    path(f"{FILE}case/agreed/", views.confirm, name="confirm"),
    path(f"{FILE}case/child-view/", views.child_view, name="child_view"),
    path(f"{FILE}evidence/", views.evidence, name="evidence"),
    path(f"{FILE}evidence/answer/", views.give_evidence, name="give_evidence"),
    path(f"{FILE}evidence/<uuid:evidence_id>/take-back/", views.take_back_evidence, name="take_back_evidence"),
    path(f"{FILE}sharing/", views.three_records, name="three_records"),
]
