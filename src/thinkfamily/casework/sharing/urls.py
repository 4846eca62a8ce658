"""Pages of sharing. The page that holds the three records of a family side by side is of `cases`, which knows all three."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.sharing.views import agreements, bases, decisions, registers

app_name = "sharing"
FILE = "families/<uuid:family_id>/sharing/"
DECISION = f"{FILE}decisions/<uuid:decision_id>/"
urlpatterns = [
    # Over many families
    path("sharing/", registers.register, name="register"),
    path("sharing/register.csv", registers.register_csv, name="register_csv"),
    path("sharing/asked/", registers.asked, name="asked"),
    path("sharing/waiting/", registers.waiting, name="waiting"),
    path("sharing/agreements/", agreements.agreements, name="agreements"),
    path("sharing/agreements/add/", agreements.add, name="agreement_add"),
    path("sharing/agreements/<uuid:agreement_id>/end/", agreements.end, name="agreement_end"),
    # Of one family
    path(f"{FILE}propose/", decisions.propose, name="propose"),
    path(f"{FILE}enquiry/", decisions.enquiry, name="enquiry"),
    path(DECISION, decisions.decision, name="decision"),
    path(f"{DECISION}decide/", decisions.decide, name="decide"),
    path(f"{DECISION}told/", decisions.tell, name="tell"),
    path(f"{DECISION}review/", decisions.review, name="review"),
    path(f"{DECISION}acknowledge/", decisions.acknowledge, name="acknowledge"),
    path(f"{FILE}received/", decisions.received, name="received"),
    path(f"{DECISION}end/", decisions.end, name="end"),
    path(f"{DECISION}take-back/", decisions.take_back, name="take_back"),
    path(f"{FILE}basis/", bases.record_basis, name="basis"),
    path(f"{FILE}basis/<uuid:basis_id>/end/", bases.end_basis, name="basis_end"),
]
