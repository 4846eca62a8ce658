"""Two people at the same moment at the consideration desk: what one has done, another who waited does not do again or undo."""

from __future__ import annotations

from threading import Thread

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import close_old_connections, connections, transaction

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.handover_packets import Family
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.models import Batch, CandidatePacket, Decision
from thinkfamily.casework.consideration.problems import DeskError
from thinkfamily.casework.consideration.queries.desk import decisions_in, digest_of

pytestmark = [
    pytest.mark.django_db(databases=["default", "candidates"], transaction=True),
    pytest.mark.skipif("connections['candidates'].vendor != 'postgresql'", reason="SQLite lets one write at a time"),
]
STORE = "candidates"


def while_another_waits(first, second):
    """Do the first, while the second has begun and waits for the packet; what the second met, None for nothing."""
    met = []

    def run():
        try:
            second()
            met.append(None)
        except (DeskError, ObjectDoesNotExist) as error:
            met.append(error)
        finally:
            close_old_connections()
            connections.close_all()

    waiting = Thread(target=run)
    with transaction.atomic(using=STORE):
        CandidatePacket.objects.select_for_update().get()
        waiting.start()
        while waiting.is_alive() and not is_waited_for():
            pass
        first()
    waiting.join()
    return met[0]


def is_waited_for():
    """Whether another connection waits for a lock."""
    with connections[STORE].cursor() as cursor:
        cursor.execute("select count(*) from pg_locks where not granted")
        return cursor.fetchone()[0] > 0


@pytest.fixture
def batch(tmp_path):
    family = Family()
    desk.brought(tmp_path, [family])
    return desk.decided(family, "consider", make.worker("desk_analyst")).batch


def test_one_batch_is_signed_by_one_person(batch):
    one, other = make.worker("manager"), make.worker("governance")
    seen = digest_of(decisions_in(other, batch))
    met = while_another_waits(lambda: desk.signed(batch, one), lambda: actions.sign(batch.pk, seen=seen, by=other))
    assert isinstance(met, ObjectDoesNotExist)
    assert Batch.objects.get(pk=batch.pk).signed_by == one.pk
    assert AuditEvent.objects.using(STORE).filter(action="desk.sign").count() == 1


def test_what_is_signed_is_not_given_back_by_who_waited(batch):
    one, other = make.worker("manager"), make.worker("governance")
    decision = Decision.objects.get()
    met = while_another_waits(
        lambda: desk.signed(batch, one), lambda: actions.give_back(decision.pk, because="an attack", by=other)
    )
    assert isinstance(met, DeskError)
    assert Decision.objects.get().returned_at is None
