"""Keeping a file from all but those named for it: set, looked at again, changed, lifted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.heard import heard
from thinkfamily.casework.access.models import Conflict, Restriction
from thinkfamily.casework.access.permissions import must_hold, not_possible
from thinkfamily.casework.access.queries.recipients import who_can_ask
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.pages.basis import Basis, must_stand


@transaction.atomic
def restrict(
    *,
    by: Any,
    family: Any,
    category: str,
    custodian: Worker,
    named: Iterable[Worker],
    because: str,
    review_by_on: date,
    keep_custodians: bool = False,
) -> Restriction:
    """Keep a file from everybody but its custodian and those named.

    Args:
        by: who restricts it.
        family: whose file it is.
        category: why, by kind.
        custodian: who keeps the restriction.
        named: who else may see the file.
        because: why, in words.
        review_by_on: when it is looked at again.
        keep_custodians: whether those who keep it restricted already are named too. Without them a file with two
            restrictions would be nobody's: none of the custodians would be in both.

    Raises:
        NotAllowedError: it is not theirs to restrict.
        NotPossibleError: the custodian cannot keep it, the review is too late, there is nobody to be told of one who keeps
            it themselves, or a custodian would lose the file.
    """
    must_hold(by, "restriction.set", family)
    _can_keep(custodian, family)
    _in_time(review_by_on)
    names = {worker.pk: worker for worker in named}
    others = _others(family)
    if keep_custodians:
        names |= {other.custodian_id: other.custodian for other in others if other.custodian_id != custodian.pk}
    _all_kept(others, custodian, names)
    witnesses = _witnesses(by, custodian, family)
    made = Restriction.objects.create(
        family=family,
        category=category,
        custodian=custodian,
        set_by=by.pk,
        review_by_on=review_by_on,
        **heard(by, family, because=because),
    )
    made.named.set(names.values())
    tell("kept_alone", made.pk, witnesses)
    _record("restriction.set", by, made, ["because", "category", "custodian", "named", "review_by_on"])
    return made


@transaction.atomic
def change_named(
    *, by: Any, restriction: Restriction, custodian: Worker, named: Iterable[Worker], based_on: Basis | None = None
) -> None:
    """Say anew who keeps a restriction and who is named for it.

    Raises:
        NotAllowedError: they do not keep it.
        NotPossibleError: it was lifted, the new custodian cannot keep it, or a custodian would lose the file.
        ChangedMeanwhileError: somebody said it since the form was opened.
    """
    row = _kept(by, restriction)
    must_stand(based_on)
    _can_keep(custodian, row.family)
    names = {worker.pk: worker for worker in named}
    _all_kept(_others(row.family, row), custodian, names)
    row.custodian = custodian
    row.save()
    row.named.set(names.values())
    _record("restriction.change_named", by, row, ["custodian", "named"])


@transaction.atomic
def review(*, by: Any, restriction: Restriction, because: str, review_by_on: date) -> None:
    """Look at a restriction again and keep it, with the reason for which it still holds.

    Raises:
        NotAllowedError: they do not keep it.
        NotPossibleError: it was lifted, the next review is too late, or there is nobody to be told.
    """
    row = _kept(by, restriction)
    _in_time(review_by_on)
    if row.set_by == by.pk:
        tell("kept_alone", row.pk, _witnesses(by, by, row.family), again=True)
    row.because, row.review_by_on = heard(by, row.family, because=because)["because"], review_by_on
    row.save()
    _record("restriction.review", by, row, ["because", "review_by_on"])


@transaction.atomic
def lift(*, by: Any, restriction: Restriction, because: str) -> None:
    """Lift a restriction, with the reason.

    Raises:
        NotAllowedError: they do not keep it.
        NotPossibleError: it was lifted already.
    """
    row = _kept(by, restriction)
    row.because = heard(by, row.family, because=because)["because"]
    row.lifted_by, row.lifted_at = by.pk, timezone.now()
    row.save()
    _record("restriction.lift", by, row, ["because", "lifted_at"])


def _kept(by: Any, restriction: Restriction) -> Restriction:
    must_hold(by, "restriction.keep", restriction.family)
    row = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if row.lifted_at is not None or row.custodian_id != by.pk:
        raise not_possible(
            "TF-ACCESS-030", "restriction", _("You do not keep this restriction."), _("Ask its custodian.")
        )
    return row


def _can_keep(custodian: Worker, family: Any) -> None:
    standing = standing_of(custodian)
    if not standing.ways("restriction.keep") or Conflict.objects.filter(family=family, worker=custodian).exists():
        raise not_possible(
            "TF-ACCESS-031",
            "custodian",
            _("This worker cannot keep a restriction on this file."),
            _("Choose a manager or information governance."),
        )


def _others(family: Any, but: Restriction | None = None) -> list[Restriction]:
    """The other restrictions in force on a file, held until the end: two who restrict it at once come one after the other."""
    apps.get_model("families", "Family").objects.select_for_update(of=("self",)).get(pk=family.pk)
    rows = Restriction.objects.filter(family=family, lifted_at__isnull=True)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return list(rows.select_related("custodian").prefetch_related("named"))


def _all_kept(others: Iterable[Restriction], custodian: Worker, named: Collection[Any]) -> None:
    """Refuse what would leave a restriction of several to somebody who no longer finds the file."""
    for other in others:
        if other.custodian_id != custodian.pk and other.custodian_id not in named:
            raise not_possible(
                "TF-ACCESS-034",
                "keep_custodians",
                _("Who keeps another restriction on this file is not named, and nobody could lift it any more."),
                _("Name them here too, or ask them to lift theirs first."),
            )
        if custodian.pk != other.custodian_id and custodian not in other.named.all():
            raise not_possible(
                "TF-ACCESS-035",
                "custodian",
                _("The file is restricted already, and this worker may not see it."),
                _("Choose somebody who may, or ask who keeps that restriction to name them first."),
            )


def _witnesses(by: Any, custodian: Worker, family: Any) -> list[Worker]:
    """Who is told that somebody keeps what they restricted themselves, and not which file: somebody always is."""
    if custodian.pk != by.pk:
        return []
    found = list(who_can_ask(by, family))
    if not found:
        raise not_possible(
            "TF-ACCESS-033",
            "custodian",
            _("You cannot keep what you restrict yourself while nobody else could be told."),
            _("Choose another custodian."),
        )
    return found


def _in_time(review_by_on: date) -> None:
    today = timezone.localdate()
    if not today < review_by_on <= today + timedelta(days=Restriction.REVIEW_DAYS):
        raise not_possible(
            "TF-ACCESS-032",
            "review_by_on",
            _("A restriction is looked at again within 90 days."),
            _("Give a day after today and within 90 days."),
        )


def _record(action: str, by: Any, restriction: Restriction, fields: list[str]) -> None:
    record(
        action,
        by=by,
        kind="restriction",
        object=restriction.pk,
        family=restriction.family_id,
        others=restriction.named.values_list("pk", flat=True),
        fields=fields,
    )
