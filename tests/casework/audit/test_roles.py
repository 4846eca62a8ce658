"""On a real PostgreSQL: the role that the site signs in as can add and read events, and nothing else to them."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connections

from thinkfamily.casework.audit import roles, seal
from thinkfamily.casework.audit.models import AuditSeal
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.audit.verify import verify
from thinkfamily.core.errors import UserError

REFUSED = [
    "UPDATE audit_auditevent SET action = 'other'",
    "DELETE FROM audit_auditevent",
    "TRUNCATE audit_auditevent",
    "UPDATE audit_auditseal SET events = 2",
    "DELETE FROM audit_auditseal",
    "DROP TRIGGER audit_auditevent_no_change ON audit_auditevent",
    "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
    "ALTER TABLE audit_auditevent ADD COLUMN more text",
    "DROP TABLE audit_auditevent",
    "CREATE TABLE other (id int)",
    "CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
    "SELECT setval('audit_auditevent_id_seq', 1)",
    "SET session_replication_role = replica",
    "GRANT ALL ON audit_auditevent TO PUBLIC; DELETE FROM audit_auditevent",
    "SET ROLE owner",
    "DELETE FROM django_migrations",
]


@pytest.fixture
def as_the_site(postgresql_store):
    """The store, with the site signed in as its own role."""
    with connections[postgresql_store].cursor() as cursor:
        for _ in range(2):  # after an upgrade it is run again
            cursor.execute(roles.app_role_sql("thinkfamily_app"))
    connection = connections[postgresql_store]
    connection.close()
    connection.settings_dict["USER"] = "thinkfamily_app"
    return postgresql_store


def test_the_site_records_seals_and_verifies_as_its_own_role(as_the_site):
    record("family.read", by=None, kind="family", using=as_the_site)
    assert seal.seal(as_the_site) == 1
    assert verify(as_the_site).events == 1
    assert AuditSeal.objects.using(as_the_site).get().events == 1


def test_that_role_can_do_nothing_else_to_the_audit_or_the_schema(as_the_site):
    record("family.read", by=None, kind="family", using=as_the_site)
    seal.seal(as_the_site)
    connection = connections[as_the_site]
    address = {
        "host": "127.0.0.1",
        "port": connection.settings_dict["PORT"],
        "user": "thinkfamily_app",
        "dbname": "audit",
    }
    for statement in REFUSED:
        with psycopg.connect(**address, autocommit=True) as direct, pytest.raises(psycopg.errors.InsufficientPrivilege):
            direct.execute(statement)
    assert verify(as_the_site).events == 1


def test_a_name_that_is_no_name_is_refused():
    with pytest.raises(UserError, match="TF-AUDIT-004"):
        roles.app_role_sql("app; DROP TABLE audit_auditevent")
