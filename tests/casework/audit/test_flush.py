"""The test run's own way round the triggers leaves them in place."""

from __future__ import annotations

import pytest
from django.db import connections

from thinkfamily.casework.audit import triggers
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.audit.record import record


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_a_test_with_real_transactions_begins_empty_and_guarded(time):
    assert not AuditEvent.objects.exists()
    assert triggers.missing(connections["default"]) == []
    record("family.read", by=None, kind="family")
