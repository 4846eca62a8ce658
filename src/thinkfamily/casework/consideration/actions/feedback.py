"""Send back what workers know better, as a signed packet: all of it, or nothing and nothing is marked as sent."""

from __future__ import annotations

import io
import shutil
import tempfile
import uuid
import zipfile
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.models import WorkerEvidence
from thinkfamily.casework.consideration.actions.look import STORE
from thinkfamily.casework.consideration.models import CandidateCorrection, CandidatePacket
from thinkfamily.casework.consideration.permissions import require
from thinkfamily.casework.consideration.problems import nothing_to_send
from thinkfamily.casework.consideration.queries.feedback import Words, all_series, words_for
from thinkfamily.casework.consideration.trusted import casework_key
from thinkfamily.casework.families.models import Correction
from thinkfamily.packets import PacketFacts, write_packet
from thinkfamily.tables.handover import FEEDBACK

# How long the next run may take to come: our choice.
DAYS_TO_USE_IT = 90
PURPOSE = "workers' corrections, their evidence and the states of cases, for the next run"
FOLDER = "casework"


def write_feedback(target: Path, *, series: str = "", by: Any) -> Words:
    """Write the feedback packet of one series in a new folder, and mark its corrections as sent.

    Args:
        target: the folder to make; name it ``casework`` among the feeds of the extracts.
        series: which; it can be left out where there is only one.
        by: who sends it.

    Raises:
        DeskError: there is nothing to send, or several series and none was named.
        PacketError: the folder is there already, or cannot be written.
    """
    require(by, "feedback.send")
    words = words_for(_chosen(series))
    if not (words.pairs or words.membership or words.evidence or words.cases):
        raise nothing_to_send(
            _("Found no correction and no family that was taken up in this series."), _("Send it when there is one.")
        )
    is_ours = False
    try:
        with transaction.atomic(), transaction.atomic(using=STORE):
            now = timezone.now()
            CandidateCorrection.objects.filter(pk__in=words.at_desk, sent_at=None).update(sent_at=now)
            Correction.objects.filter(pk__in=words.on_files, sent_at=None).update(sent_at=now)
            WorkerEvidence.objects.filter(pk__in=words.answers, sent_at=None).update(sent_at=now)
            facts = _facts(words.series)
            about = {"by": by, "kind": "packet", "object": facts.packet_id}
            record("feedback.send", **about, others=[*words.on_files, *words.answers])
            record("feedback.send", **about, others=words.at_desk, using=STORE)
            write_packet(target, facts, _tables(words), casework_key())
            is_ours = True
    except BaseException:
        # The stores do not say that it was sent, so there must be none.
        if is_ours:
            shutil.rmtree(target, ignore_errors=True)
        raise
    return words


def feedback_as_zip(*, series: str = "", by: Any) -> bytes:
    """The feedback packet as the bytes of a zip file that holds the folder ``casework``; as `write_feedback`."""
    with tempfile.TemporaryDirectory(prefix=".feedback-", dir=settings.INSTANCE.folder) as made:
        folder = Path(made) / FOLDER
        write_feedback(folder, series=series, by=by)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            for path in sorted(folder.iterdir()):
                file.write(path, f"{FOLDER}/{path.name}")
    return packed.getvalue()


def _chosen(series: str) -> str:
    known = all_series()
    if series in known:
        return series
    if series or len(known) != 1:
        raise nothing_to_send(
            _("Found %(count)d packet series here, and not the one asked for.") % {"count": len(known)}
            if series
            else _("Found %(count)d packet series here, and none named.") % {"count": len(known)},
            _("Name one of: %(known)s.") % {"known": ", ".join(known)} if known else _("Bring a packet first."),
        )
    return known[0]


def _facts(series: str) -> PacketFacts:
    today = timezone.localdate()
    latest = CandidatePacket.objects.filter(series=series).latest("as_at", "brought_at")
    return PacketFacts(
        kind="feedback",
        packet_id=uuid.uuid4(),
        series=series,
        programme=latest.programme,
        as_at=today,
        made_at=timezone.now().astimezone(UTC).replace(microsecond=0),
        purpose=PURPOSE,
        expires_on=today + timedelta(days=DAYS_TO_USE_IT),
        is_synthetic=settings.INSTANCE.mode != "live",
    )


def _tables(words: Words) -> dict[str, pl.DataFrame]:
    rows = {"pairs": words.pairs, "membership": words.membership, "evidence": words.evidence, "cases": words.cases}
    return {
        name: pl.DataFrame(rows[name], schema=schema.create_empty().schema, orient="row")
        for name, schema in FEEDBACK.items()
    }
