"""Pages of this app. A path names things by their opaque ids."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.plans.views import asking, chronology, contacts, plan, shared

app_name = "plans"
FILE = "families/<uuid:family_id>/"
GOAL = f"{FILE}plan/goals/<uuid:goal_id>/"
VISIT = f"{FILE}visits/<uuid:visit_id>/"
urlpatterns = [
    # The plan and its goals
    path(f"{FILE}plan/", plan.plan, name="plan"),
    path(f"{FILE}plan/<uuid:plan_id>/dates/", plan.dates, name="dates"),
    path(f"{FILE}plan/goals/new/", plan.propose, name="propose"),
    path(GOAL, plan.goal, name="goal"),
    path(f"{GOAL}change/", plan.change, name="change"),
    path(f"{GOAL}move/", plan.move, name="move"),
    path(f"{GOAL}rate/", plan.rate, name="rate"),
    # What is asked of whom
    path(f"{FILE}plan/ask/", asking.ask, name="ask"),
    path(f"{GOAL}ask/", asking.ask, name="ask_for"),
    path(f"{FILE}plan/asked/<uuid:action_id>/", asking.answer, name="answer"),
    path(f"{FILE}plan/asked/<uuid:action_id>/take-back/", asking.take_back, name="take_back"),
    path("tasks/", asking.tasks, name="tasks"),
    # What happens with the family
    path(f"{FILE}contacts/", contacts.contacts, name="contacts"),
    path(f"{FILE}contact/", contacts.record, name="contact"),
    path(f"{FILE}contact/missed/", contacts.missed, name="missed"),
    path(f"{FILE}contacts/<uuid:contact_id>/correct/", contacts.correct, name="correct"),
    path(f"{FILE}visits/plan/", contacts.plan_visit, name="plan_visit"),
    path(f"{VISIT}contact/", contacts.record, name="contact_of_visit"),
    path(f"{VISIT}missed/", contacts.missed, name="missed_visit"),
    path(f"{VISIT}set-out/", contacts.set_out, name="set_out"),
    path(f"{VISIT}call-off/", contacts.call_off, name="call_off"),
    # Beside any family: whoever is out says so, whatever they may still read
    path("visits/out/", contacts.out, name="out"),
    path("visits/<uuid:visit_id>/safe/", contacts.say_safe, name="say_safe"),
    # The chronology
    path(f"{FILE}chronology/", chronology.chronology, name="chronology"),
    path(f"{FILE}chronology/print/", chronology.print_chronology, name="print_chronology"),
    path(f"{FILE}chronology/add/<slug:kind>/<uuid:item_id>/", chronology.promote, name="promote"),
    path(f"{FILE}chronology/<uuid:entry_id>/take-out/", chronology.take_out, name="take_out"),
    # As the family sees it
    path(f"{FILE}shared/plan/", shared.shared, name="shared"),
    path(f"{FILE}shared/plan/<uuid:item_id>/comment/", shared.comment, name="comment"),
]
