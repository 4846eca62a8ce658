"""The two roles of PostgreSQL: an owner that upgrades the site, and the role that the site signs in as.

The second can read and write rows, and of the audit can only read and add. It owns nothing, so it cannot drop a trigger,
alter a table or give itself a right. SQLite knows no roles: there, whoever can write the file can change everything in it,
and the seals are what tells.
"""

from __future__ import annotations

import re

from thinkfamily.casework.audit.triggers import TABLES
from thinkfamily.core.errors import UserError


def app_role_sql(role: str) -> str:
    """The statements by which the owner of a database sets up the site's role in it; to be run again after each upgrade.

    Raises:
        UserError: the name is not a plain one.
    """
    if re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role) is None:
        raise UserError(
            "TF-AUDIT-004",
            "role",
            found="Found a name that is not of small letters, digits and underscores.",
            means="No statement was written.",
            do="Give a name such as thinkfamily_app.",
        )
    audit = ", ".join(TABLES)
    return f"""\
-- Run as the owner of the database, in each of the two databases, after every upgrade.
DO $$ BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER ROLE {role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role};
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {role};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {role};
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
-- nextval only: a sequence cannot be set back.
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {audit} FROM {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
"""  # noqa: S608
