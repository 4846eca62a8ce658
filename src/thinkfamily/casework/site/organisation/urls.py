"""Where the organisation screens lie."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.site.organisation.views import (
    accounts,
    conduct,
    entry,
    family_account,
    places,
    roles,
    values,
)

urlpatterns = [
    path("organisation/", places.index, name="organisation"),
    path("organisation/agencies/", places.agencies, name="organisation_agencies"),
    path("organisation/agencies/add/", places.agency, name="organisation_agency_add"),
    path("organisation/agencies/<uuid:agency_id>/", places.agency, name="organisation_agency"),
    path("organisation/agencies/<uuid:agency_id>/retire/", places.retire_agency, name="organisation_agency_retire"),
    path("organisation/teams/", places.teams, name="organisation_teams"),
    path("organisation/teams/add/", places.team, name="organisation_team_add"),
    path("organisation/teams/<uuid:team_id>/", places.team, name="organisation_team"),
    path("organisation/teams/<uuid:team_id>/retire/", places.retire_team, name="organisation_team_retire"),
    path("organisation/accounts/", accounts.accounts, name="organisation_accounts"),
    path("organisation/accounts/add/", accounts.make, name="organisation_account_make"),
    path("organisation/accounts/<uuid:worker_id>/", accounts.account, name="organisation_account"),
    path("organisation/accounts/<uuid:worker_id>/change/", accounts.change, name="organisation_account_change"),
    path("organisation/accounts/<uuid:worker_id>/end/", accounts.end, name="organisation_account_end"),
    path("organisation/accounts/<uuid:worker_id>/retire/", accounts.retire, name="organisation_account_retire"),
    path("organisation/accounts/<uuid:worker_id>/factor/", accounts.forget_factor, name="organisation_account_factor"),
    path("organisation/accounts/<uuid:worker_id>/link/", accounts.send_link, name="organisation_account_link"),
    path("organisation/accounts/<uuid:worker_id>/training/", accounts.train, name="organisation_training"),
    path("organisation/accounts/<uuid:worker_id>/role/", accounts.give_role, name="organisation_role_give"),
    path("organisation/accounts/<uuid:worker_id>/role/end/", accounts.end_role, name="organisation_role_end"),
    path("organisation/conduct/", conduct.conduct, name="organisation_conduct"),
    path("organisation/conduct/next/", conduct.write, name="organisation_conduct_write"),
    path("organisation/values/", values.values, name="organisation_values"),
    path("organisation/values/<slug:code>/", values.set_value, name="organisation_value_set"),
    path("organisation/roles/", roles.roles, name="organisation_roles"),
    path("organisation/roles/<slug:code>/", roles.role, name="organisation_role"),
    path("organisation/roles/<slug:code>/change/", roles.describe, name="organisation_role_describe"),
    path("families/<uuid:family_id>/account/", family_account.make, name="family_account_make"),
    path("account/entry/", entry.entry, name="entry"),
    path("account/entry/rules/", entry.rules, name="entry_rules"),
    path("account/invitation/<str:token>/", entry.invitation, name="invitation"),
]
