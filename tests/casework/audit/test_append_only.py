"""The database itself refuses to change or remove what the audit holds."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, connections
from django.db.transaction import atomic

from thinkfamily.casework.audit import triggers
from thinkfamily.casework.audit.models import AuditEvent, AuditSeal
from thinkfamily.casework.audit.record import NotOpaqueError, record
from thinkfamily.casework.audit.seal import seal

ATTEMPTS = [
    "UPDATE audit_auditevent SET action = 'other'",
    "DELETE FROM audit_auditevent",
    "UPDATE audit_auditseal SET events = 2",
    "DELETE FROM audit_auditseal",
]
ON_SQLITE = ["INSERT OR REPLACE INTO audit_auditseal SELECT * FROM audit_auditseal"]
ON_POSTGRESQL = [
    "TRUNCATE audit_auditevent",
    "TRUNCATE audit_auditseal CASCADE",
    "SET LOCAL session_replication_role = replica; DELETE FROM audit_auditevent",
    "INSERT INTO audit_auditseal SELECT * FROM audit_auditseal ON CONFLICT (number) DO UPDATE SET events = 9",
]


def test_the_database_refuses_change_and_removal(store):
    record("family.read", by=None, kind="family", object=uuid.uuid4(), using=store)
    seal(store)
    connection = connections[store]
    for attempt in ATTEMPTS + (ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL):
        with pytest.raises(DatabaseError, match="never changed"), atomic(using=store), connection.cursor() as cursor:
            cursor.execute(attempt)
    assert AuditEvent.objects.using(store).get().action == "family.read"
    assert AuditSeal.objects.using(store).get().events == 1


@pytest.mark.django_db(databases=["default", "candidates"])
@pytest.mark.parametrize("alias", ["default", "candidates"])
def test_every_migration_together_leaves_the_triggers_in_place(alias):
    """A migration that rebuilds a table on SQLite loses its triggers without a word."""
    assert triggers.missing(connections[alias]) == []


def test_missing_triggers_are_seen(store):
    triggers.drop(connections[store])
    assert len(triggers.missing(connections[store])) == 2 * (3 if connections[store].vendor == "sqlite" else 2)
    triggers.create(connections[store])
    assert triggers.missing(connections[store]) == []


@pytest.mark.parametrize(
    "given",
    [
        {"object": "Ada Testperson"},
        {"object": "ada@example.org"},
        {"others": ["12 Fable Street"]},
        {"fields": ["because: she said so"]},
        {"kind": "a family"},
        {"object": "Zoë"},
    ],
)
def test_free_text_is_refused_and_not_repeated(sqlite_store, given):
    with pytest.raises(NotOpaqueError) as refused:
        record("family.read", **({"by": None, "kind": "family"} | given), using=sqlite_store)
    assert not any(word in str(refused.value) for word in ("Ada", "ada", "Fable", "said", "Zoë"))
    assert not AuditEvent.objects.using(sqlite_store).exists()
