"""Take a whole import back: everything that it made, as long as nobody has added to any of it. Two people do it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.imports.machine import ASKED_BACK, BROUGHT
from thinkfamily.casework.imports.models import BroughtFamily, Import
from thinkfamily.casework.imports.problems import ImportRefusedError, out_of_turn
from thinkfamily.casework.imports.traces import digests_of, remove, traces_of

# So many rows are named in words; the page lists all of them.
MOST_NAMED = 20


@transaction.atomic
def ask_back(one: Import, *, because: str, by: Any) -> Import:
    """Ask that an import be taken back, with a reason.

    Raises:
        NotAllowedError: it is not this worker's to bring cases in.
        ImportRefusedError: it does not stand here, the reason is missing, or a family has been worked on.
    """
    must_hold(by, "import.bring")
    row = Import.objects.select_for_update().get(pk=one.pk)
    if row.state != BROUGHT:
        raise out_of_turn(
            "TF-IMPORT-008", _("Found that it was not brought, or was asked back already."), _("Read it again.")
        )
    if not because.strip():
        raise out_of_turn("TF-IMPORT-009", _("It is not said why."), _("Say why it is to be taken back."))
    must_be_untouched(row)
    row.back_asked_by, row.back_asked_at, row.back_because = by.pk, timezone.now(), because.strip()
    row.ask_back()
    row.save()
    record("import.ask_back", by=by, kind="import", object=row.pk, fields=["back_because"])
    return row


def answer_back(one: Import, *, answer: str, by: Any) -> Import:
    """Take an import back, as a second person; or leave it, and then nothing changes.

    Everything that it made is removed, its history among it, and the site stands as if it had never been brought. The audit
    keeps that it was brought and taken back.

    Args:
        one: which.
        answer: ``yes`` to take it back, anything else to leave it.
        by: who signs; not the one who asked.

    Raises:
        NotAllowedError: it is not this worker's to sign.
        ImportRefusedError: nobody asked, they asked themselves, or a family has been worked on.
    """
    must_hold(by, "import.sign")
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=one.pk)
        if row.state != ASKED_BACK:
            raise out_of_turn("TF-IMPORT-010", _("Found that nobody asks to take it back."), _("Read it again."))
        if row.back_asked_by == by.pk:
            raise out_of_turn("TF-IMPORT-011", _("You asked for it yourself."), _("Ask another person to sign it."))
        if answer == "yes":
            _remove(row, by)
        else:
            record("import.leave", by=by, kind="import", object=row.pk, others=[row.back_asked_by], fields=["state"])
            row.back_asked_by, row.back_asked_at, row.back_because = None, None, ""
            row.leave()
        row.save()
    return row


def must_be_untouched(row: Import) -> dict[Any, dict[Any, Any]]:
    """Everything that an import made, where nothing has been added to it, changed of it or removed since.

    Raises:
        ImportRefusedError: something has, and of which rows of the sheet Families.
    """
    kept = {one.family: one for one in BroughtFamily.objects.filter(of_import=row)}
    traces = traces_of(kept)
    now = digests_of(traces)
    touched = sorted(one.number for one in kept.values() if now.get(one.family) != one.digest)
    if touched:
        named = ", ".join(str(number) for number in touched[:MOST_NAMED])
        if more := len(touched[MOST_NAMED:]):
            named = ngettext("%(named)s and %(more)d more", "%(named)s and %(more)d more", more) % {
                "named": named,
                "more": more,
            }
        raise ImportRefusedError(
            "TF-IMPORT-012",
            "the import",
            found=_("Found families on which somebody has worked since: rows %(named)s of the sheet Families.")
            % {"named": named},
            means=_("Nothing of the import was taken back: it goes whole or stays whole."),
            do=_("Leave it, and put right on the pages of each family what was brought wrongly."),
            rows=tuple(touched),
        )
    return traces


def _remove(row: Import, by: Any) -> None:
    traces = must_be_untouched(row)
    for one in BroughtFamily.objects.filter(of_import=row):
        record("family.take_back", by=by, kind="family", object=one.family, family=one.family, fields=["import"])
    remove(traces)
    BroughtFamily.objects.filter(of_import=row).delete()
    row.back_signed_by, row.back_at = by.pk, timezone.now()
    row.take_back()
    record(
        "import.take_back",
        by=by,
        kind="import",
        object=row.pk,
        others=[row.back_asked_by],
        fields=["families", "state"],
    )
