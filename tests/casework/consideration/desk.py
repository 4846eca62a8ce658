"""Packets brought to the desk of a test, of people who are plainly invented."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from tests.casework import factories as make
from tests.handover_packets import Family, Member, make_candidate_packet
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.models import Batch, Candidate, CandidatePacket, Decision
from thinkfamily.casework.consideration.queries import desk as lists
from thinkfamily.packets import OperatorKey

BOTH = pytest.mark.django_db(databases=["default", "candidates"])
KEY = OperatorKey.generate()
WHY = "Much school is missed and nobody leads."


def trust(key: OperatorKey = KEY) -> Path:
    """Have the site of the tests trust a key, and no other."""
    folder = settings.INSTANCE.folder / "trusted-keys"
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    (folder / "operator.pub").write_text(key.public.hex() + "\n", encoding="ascii")
    return folder


def packet(folder: Path, families: list[Family] | None = None, key: OperatorKey = KEY, **facts: Any) -> Path:
    """A candidate packet that is in date."""
    facts = {"expires_on": timezone.localdate() + timedelta(days=30)} | facts
    target = folder / f"packet-{len(list(folder.iterdir()))}"
    make_candidate_packet(target, families, key, **facts)
    return target


def brought(folder: Path, families: list[Family] | None = None, **facts: Any) -> CandidatePacket:
    """A packet that lies on the desk."""
    trust()
    return actions.bring(packet(folder, families, **facts), by=make.worker("matching_lead"))


def candidate_of(family: Family) -> Candidate:
    """The candidate that a family of a packet became."""
    return Candidate.objects.get(handle=family.handle)


def decided(family: Family, outcome: str, by: Any) -> Decision:
    """A decision, by somebody who has read the page."""
    candidate = candidate_of(family)
    actions.looked(by, "candidate", candidate.pk)
    return actions.decide(candidate.pk, outcome=outcome, reasons=WHY, by=by)


def signed(batch: Batch, by: Any) -> Batch:
    """A batch signed by somebody who saw what is in it."""
    return actions.sign(batch.pk, seen=lists.digest_of(lists.decisions_in(by, batch)), by=by)


def past(made: CandidatePacket, days: int = 1) -> None:
    """Let a packet's day have come."""
    CandidatePacket.objects.filter(pk=made.pk).update(purge_on=timezone.localdate() - timedelta(days=days))


def zipped(folder: Path, above: str = "packet/") -> io.BytesIO:
    """A packet as somebody sends it."""
    sent = io.BytesIO()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.iterdir()):
            file.write(path, above + path.name)
    sent.seek(0)
    return sent


def families(number: int) -> list[Family]:
    """Some families, of two people each."""
    return [
        Family([Member(f"Testa{n}", f"Mockbury{n}"), Member(f"Sampla{n}", f"Mockbury{n}", role="child")])
        for n in range(number)
    ]
