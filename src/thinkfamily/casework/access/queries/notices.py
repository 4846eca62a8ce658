"""What waits for a worker."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from thinkfamily.casework.access.models import MailChoice, Notice, Quarantined, Restriction
from thinkfamily.casework.access.notice_kinds import DUE, OF_ACCOUNT, TO_DO
from thinkfamily.casework.access.scope import families
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker

A_PAGE = 50
# Seen on the case of their family, by whoever can still read it.
ON_A_CASE = ("programme_moved", "withdrawn", "kept_decided", "step_decided", "step_up_decided")
PAGES = {
    "opening_asked": "access:openings_to_decide",
    "sighting": "access:kept",
    "restriction_due": "access:kept",
    "custody_passed": "access:kept",
    "conflict_found": "access:conflicts",
    "near_found": "access:conflicts",
    "identity_asked": "families:identities",
    "relative_ended": "access:relatives",
    "lead_asked": "cases:asked_to_lead",
    "lead_declined": "daily:board",
    "to_sign": "daily:decisions",
    "step_up": "daily:decisions",
    "losing_touch": "daily:decisions",
    "request_back": "referrals:queue",
    "request_longer": "referrals:mine",
    "handover": "cases:handovers",
    "meeting_asked": "meetings:mine",
    "meeting_changed": "meetings:mine",
    "minutes_sent": "meetings:mine",
    "action_asked": "plans:tasks",
    "request_changed": "referrals:queue",
    "urgent_raised": "referrals:queue",
    "request_to_sign": "referrals:queue",
    "request_outcome": "referrals:mine",
    "request_joined": "families:list",
    "archive_due": "daily:decisions",
    "desk_purged": "desk:purge",
    "agreement_ends": "sharing:agreements",
    "request_late": "referrals:queue",
    "request_untold": "referrals:queue",
    "sign_in_tried": "mfa_index",
    "link_made": "mfa_index",
    "retention_due": "retention:due",
    "retention_sign": "retention:due",
}


def waiting_for(worker: Any, number: str | None = None) -> Page[Notice]:
    """One page of things put before a worker, the newest first, each with where to see it.

    Args:
        worker: who.
        number: of the page; None for the first.
    """
    page = Paginator(Notice.objects.filter(to=worker).order_by("-made_at", "-pk"), A_PAGE).get_page(number)
    rows = page.object_list = list(page.object_list)
    standing = standing_of(worker)
    reviewer = bool(standing.ways("opening.review"))
    supervises = bool(standing.ways("team.board"))
    alone = _kept_alone(_about(rows, "kept_alone"))
    kept = _kept_by(_about(rows, "identity_kept"))
    nameless = [row for row in rows if row.family_id is None]
    asked = _services([*_about(nameless, "service_asked"), *_about(nameless, "service_back")])
    decided = _decisions([*_about(rows, "sharing_decided"), *_about(rows, "sharing_override")])
    written = dict(Quarantined.objects.filter(item__in=_about(rows, "place_told")).values_list("item", "family"))
    pages = _pages(standing, {row.family_id for row in rows if row.family_id is not None})
    for row in rows:
        row.link = decided.get(row.about) or _link(row, reviewer, supervises, written, pages)  # type: ignore[attr-defined]
        told = {"kept_alone": alone, "identity_kept": kept, "service_asked": asked, "service_back": asked}.get(
            row.kind, {}
        )
        row.told = told.get(row.about, "") or TO_DO.get(row.kind, "")  # type: ignore[attr-defined]
    return page


def mails_chosen(worker: Any) -> str:
    """How often a worker is mailed of what comes due."""
    chosen = MailChoice.objects.filter(worker=worker).values_list("due", flat=True).first()
    return chosen or MailChoice.DAY


def how_many_wait(worker: Any) -> int:
    """How many of them the worker has not seen."""
    return Notice.objects.filter(to=worker, seen_at__isnull=True).count()


def of_account(worker: Any) -> list[Notice]:
    """One row per thing that befell the worker's own account and that they have not seen, the newest first."""
    return list(Notice.objects.filter(to=worker, seen_at__isnull=True, kind__in=OF_ACCOUNT))


def _about(rows: list[Notice], kind: str) -> list[Any]:
    return [row.about for row in rows if row.kind == kind]


def _pages(standing: Any, ids: set[Any]) -> dict[Any, str]:
    """Of some families the case, for whoever can read it, or else the file: two queries, or none."""
    found: dict[Any, str] = {}
    for power, page in (("family.read", "families:page"), ("case.read", "cases:case")) if ids else ():
        readable = families(standing, power).filter(pk__in=ids).values_list("pk", flat=True)
        found |= {pk: reverse(page, args=[pk]) for pk in readable}
    return found


def _decisions(ids: list[Any]) -> dict[Any, str]:
    """For sharing decisions, the page of each."""
    rows = apps.get_model("sharing", "SharingDecision").objects.filter(pk__in=ids).values_list("pk", "family")
    return {pk: reverse("sharing:decision", args=[family, pk]) for pk, family in rows} if ids else {}


def _kept_alone(ids: list[Any]) -> dict[Any, str]:
    """For restrictions that their setter keeps: who, since when and until when; never which file."""
    rows = list(Restriction.objects.filter(pk__in=ids).select_related("custodian")) if ids else []
    return {
        row.pk: _(
            "%(who)s, on %(day)s, to be looked at again by %(until)s. Which file it is stays hidden: ask them why."
        )
        % {
            "who": row.custodian.name,
            "day": date_format(localtime(row.set_at), "j F Y"),
            "until": date_format(row.review_by_on, "j F Y"),
        }
        if row.lifted_at is None
        else _("It has been lifted.")
        for row in rows
    }


def _kept_by(ids: list[Any]) -> dict[Any, str]:
    """For restrictions, whom to ask to name somebody of information governance; never which file."""
    rows = list(Restriction.objects.filter(pk__in=ids).select_related("custodian")) if ids else []
    return {
        row.pk: _(
            "%(who)s keeps it. Which file it is stays hidden: ask them to name somebody of information governance."
        )
        % {"who": row.custodian.name}
        if row.lifted_at is None
        else _("It has been lifted: what waited is listed under identities.")
        for row in rows
    }


def _services(ids: list[Any]) -> dict[Any, str]:
    """For referrals to a service of which an agency hears no more: which service, and whom to ask; never which family."""
    if not ids:
        return {}
    rows = apps.get_model("directory", "ServiceReferral").objects.filter(pk__in=ids)
    found = list(rows.values_list("pk", "service__name", "recorded_by"))
    names: dict[Any, str] = dict(Worker.objects.filter(pk__in=[by for *_rest, by in found]).values_list("pk", "name"))
    return {
        pk: _("%(service)s. Whom it is about stays hidden here: ask %(who)s.")
        % {"service": name, "who": names.get(by, _("the team that runs the programme"))}
        for pk, name, by in found
    }


def _link(row: Notice, reviewer: bool, supervises: bool, written: dict[Any, Any], pages: dict[Any, str]) -> str:
    if row.about in written:
        return reverse("families:safe_addresses", args=[written[row.about]])
    if row.kind == "team_given":
        return reverse("families:page", args=[row.about])
    if row.kind == "identity_decided" and row.family_id is not None:
        return reverse("families:people", args=[row.family_id])
    if row.kind == "sharing_ends":
        return reverse("cases:three_records", args=[row.family_id])
    if row.kind == "supervision_due":
        return reverse("daily:board" if supervises else "daily:my_supervision")
    if row.kind == "handover_late":
        return reverse("daily:board" if supervises else "cases:handovers")
    if row.kind in ("service_late", "service_asked", "service_back"):
        if row.family_id is None:
            return ""
        return reverse("directory:of_family", args=[row.family_id])
    if row.kind in (*DUE, *ON_A_CASE) and row.family_id is not None:
        return pages.get(row.family_id, "")
    if row.kind in PAGES:
        return reverse(PAGES[row.kind])
    if row.kind in ("opening_used", "opening_due") and reviewer:
        return reverse("access:openings_to_review")
    return ""
