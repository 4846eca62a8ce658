"""The one family of errors a user can cause or mend, and the exit code of each kind.

Anything else that is raised is a bug of ours. Messages point by file, table, row and column; they never carry a
person's name, date of birth, address or free text.
"""

from __future__ import annotations


class UserError(Exception):
    """Something a user can mend. Printed without a traceback.

    Args:
        code: stable code such as ``TF-INTAKE-004``.
        where: file, table, row, column: as far as known.
        found: what was found against what was expected. Never a person's value.
        means: what that means for the results.
        do: what to do about it.
    """

    exit_code = 1

    def __init__(self, code: str, where: str, *, found: str, means: str, do: str) -> None:
        self.code, self.where, self.found, self.means, self.do = code, where, found, means, do
        super().__init__(f"{code}  {where}\n{found}\n{means}\n{do}")


class ExtractError(UserError):
    """An extract cannot be read as the contract says."""

    exit_code = 3


class PermissionRefusedError(UserError):
    """A real feed has no power, purpose, agreement or impact assessment in date, or a folder may not be opened."""

    exit_code = 4


class RuleError(UserError):
    """A programme, criterion, price or parameter does not load."""

    exit_code = 5


class RunFolderError(UserError):
    """A run folder is missing, unfinished, expired or in the way."""

    exit_code = 6


class EngineError(UserError):
    """What was asked to work out a run is not installed here."""

    exit_code = 8
