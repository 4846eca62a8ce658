"""Pages of the front door. A path names things by their opaque ids."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.referrals.views import asking, lot, outcomes, queue, urgent

app_name = "referrals"
FILE = "families/<uuid:family_id>/"
ONE = "front-door/<uuid:referral_id>/"
urlpatterns = [
    path("help/", asking.ask_in_public, name="ask_in_public"),
    path("help/sent/", asking.asked_in_public, name="sent"),
    path("requests/new/", asking.ask, name="ask"),
    path("requests/", asking.mine, name="mine"),
    path("requests/<uuid:referral_id>/", asking.receipt, name="receipt"),
    path("requests/<uuid:referral_id>/add/", asking.add, name="add"),
    path("requests/<uuid:referral_id>/take-back/", asking.take_back, name="take_back"),
    path("urgent/", urgent.urgent, name="urgent"),
    path("urgent/<uuid:about_id>/", urgent.urgent, name="urgent_about"),
    path("urgent/raised/<uuid:referral_id>/", urgent.raised, name="raised"),
    path("front-door/", queue.queue, name="queue"),
    path("front-door/purged/", queue.purged, name="purged"),
    path("front-door/sample/", lot.sample, name="sample"),
    path(ONE, queue.referral, name="referral"),
    path(f"{ONE}screen/", queue.screen, name="screen"),
    path(f"{ONE}search/", queue.search, name="search"),
    path(f"{ONE}judge/", queue.judge, name="judge"),
    path(f"{ONE}urgent/", queue.raise_on, name="raise_on"),
    path(f"{ONE}acted/", queue.act, name="act"),
    path(f"{ONE}go-on/", queue.go_on, name="go_on"),
    path(f"{ONE}told/", queue.pass_on, name="pass_on"),
    path(f"{ONE}accept/", outcomes.accept, name="accept"),
    path(f"{ONE}advise/", outcomes.advise, name="advise"),
    path(f"{ONE}redirect/", outcomes.redirect_to, name="redirect"),
    path(f"{ONE}decline/", outcomes.decline, name="decline"),
    path(f"{ONE}close/", outcomes.close, name="close"),
    path(f"{ONE}sign/", outcomes.sign, name="sign"),
    path(f"{FILE}requests/", asking.of_family, name="of_family"),
]
