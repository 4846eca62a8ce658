"""The reference page of roles, from the matrix that the site enforces."""

from __future__ import annotations

from thinkfamily.casework.access.role_words import HeldPower, chapters, roles
from thinkfamily.cli.reference import markdown


def role_page() -> str:
    """Each role with its description, and what it may do through which relationship to a family's file."""
    parts = []
    for role in roles():
        parts += [f"## {role.title}", role.says]
        for title, powers in chapters(role.code):
            parts += [
                f"### {title}: {role.title.lower()}",
                markdown.table(("may", "where the worker"), map(_row, powers)),
            ]
    return markdown.page(
        "Roles",
        "What each role is for and the most that it may do, as the site enforces it. Information governance can describe "
        "a role otherwise and withdraw powers on screen, under Organisation; nobody can add one there.",
        "Whatever is listed here: nobody reaches a file of their own family or relatives, nor a restricted file that they "
        "are not named for. Which items of a file are seen is then a matter of sharing decisions and of each item.",
        *parts,
    )


def _row(held: HeldPower) -> tuple[str, str]:
    return held.power.says, "; or ".join(held.when) or "holds this role"
