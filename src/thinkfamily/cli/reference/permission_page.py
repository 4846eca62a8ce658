"""The page on permissions, made from the powers of the casework site."""

from __future__ import annotations

from thinkfamily.casework.access.powers import POWERS, RELATIONSHIPS
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.cli.reference import markdown

ABOUT = {
    "family": ("On one family's file", "Held only through the relationship named, and never on a file that is kept from the worker."),
    "candidate": ("At the consideration desk", "Held for all candidates."),
    "site": ("For the site", "Held by the role alone."),
}  # fmt: skip


def permission_page() -> str:
    """Every power, who holds it and through what."""
    parts = []
    for about, (title, says) in ABOUT.items():
        rows = [
            (f"`{power.code}`", power.says, _holders(power.grants)) for power in POWERS.values() if power.about == about
        ]
        parts += [f"## {title}", says, markdown.table(("power", "what it allows", "who holds it"), rows)]
    return markdown.page(
        "Permissions",
        "Who may do what on the casework site. It is a ceiling: information governance may withdraw a power from a role, and "
        "nobody can add one on screen.",
        *parts,
        "## Relationships",
        markdown.table(("relationship", "the worker"), [(f"`{code}`", says) for code, says in RELATIONSHIPS.items()]),
        "## Roles",
        markdown.table(("role", "what it is for"), [(role.title, role.says) for role in ROLES.values()]),
    )


def _holders(grants: dict[str, frozenset[str]]) -> str:
    """Each role in the order of the roles, with how it holds the power."""
    said = []
    for code, role in ROLES.items():
        hows = [how for how in RELATIONSHIPS if how in grants.get(code, ()) and how != "any"]
        if code in grants:
            said.append(f"{role.title} ({' or '.join(hows)})" if hows else role.title)
    return "; ".join(said)
