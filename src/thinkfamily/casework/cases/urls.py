"""Pages of the case. A path names a family and its records by their opaque ids."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.cases.steps import STEPS
from thinkfamily.casework.cases.views import evidence, leads, taking_part, way

app_name = "cases"
FILE = "families/<uuid:family_id>/"
HANDOVER = f"{FILE}case/handovers/<uuid:handover_id>/"
urlpatterns = [
    path(f"{FILE}case/", way.case, name="case"),
    *(path(f"{FILE}case/{code.replace('_', '-')}/", way.step_view(code), name=code) for code in STEPS),
    path(f"{FILE}case/signature/", way.sign, name="sign"),
    path(f"{FILE}case/duty/", way.ground, name="ground"),
    path(f"{FILE}case/duty/<uuid:ground_id>/sign/", way.sign_ground, name="sign_ground"),
    path(f"{FILE}case/duty/<uuid:ground_id>/end/", way.end_ground, name="end_ground"),
    path(f"{FILE}case/after/<uuid:look_id>/", way.look, name="look"),
    path(f"{FILE}case/lead/", leads.ask_lead, name="ask_lead"),
    path(f"{FILE}case/lead/answer/", leads.answer_lead, name="answer_lead"),
    path(f"{FILE}case/hand-over/", leads.raise_handover, name="raise_handover"),
    path(HANDOVER, leads.handover, name="handover"),
    path(f"{HANDOVER}prepare/", leads.prepare, name="prepare_handover"),
    path(f"{HANDOVER}visit/", leads.visit, name="visit_handover"),
    path(f"{HANDOVER}told/", leads.tell, name="tell_handover"),
    path(f"{HANDOVER}receiver/", leads.receiver, name="name_receiver"),
    path(f"{HANDOVER}stop/", leads.stop_handover, name="stop_handover"),
    path(f"{FILE}case/agreement/", taking_part.agree, name="agree"),
    path(f"{FILE}case/agreement/<uuid:agreement_id>/withdraw/", taking_part.withdraw, name="withdraw"),
    path(f"{FILE}case/agreement/<uuid:agreement_id>/review/", taking_part.review_withdrawal, name="review_withdrawal"),
    path(f"{FILE}case/agreed/", taking_part.confirm, name="confirm"),
    path(f"{FILE}case/child-view/", taking_part.child_view, name="child_view"),
    path(f"{FILE}evidence/", evidence.evidence, name="evidence"),
    path(f"{FILE}evidence/answer/", evidence.give_evidence, name="give_evidence"),
    path(f"{FILE}evidence/<uuid:evidence_id>/take-back/", evidence.take_back_evidence, name="take_back_evidence"),
    path(f"{FILE}sharing/", taking_part.three_records, name="three_records"),
    path("cases/asked/", leads.asked_to_lead, name="asked_to_lead"),
    path("cases/handovers/", leads.handovers, name="handovers"),
    path("cases/handovers/<uuid:handover_id>/accept/", leads.accept_handover, name="accept_handover"),
    path("cases/team-handovers/", leads.handovers_of_team, name="handovers_of_team"),
    path("cases/loads/", leads.loads, name="loads"),
    path("cases/loads/<uuid:worker_id>/", leads.capacity, name="capacity"),
    path("cases/leavers/<uuid:worker_id>/", leads.leaver, name="leaver"),
]
