"""What can be wrong with the audit, as its user is told."""

from __future__ import annotations

from thinkfamily.core.errors import UserError


class AuditTamperedError(UserError):
    """The audit is not as it was written: an event, a seal, the chain or the heads file was changed."""

    exit_code = 9


class AuditKeyError(UserError):
    """The audit's key is not where it was."""

    exit_code = 8
