"""Migrations on an empty database in seconds, not a minute.

For each table that a migration makes, and each constraint or index that it adds, Django renders every model again that is
related to it, in case one of them was rendered before. Here nearly all are related, through the worker and the family, so the
time grew with the square of their number. A table that is new is one to which nothing refers yet, and what is added to one
changes no other: each is rendered alone. See docs/decisions/0028-render-a-new-table-alone.md.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.state import ModelState, ProjectState


def render_alone() -> None:
    """Let the states of migrations render what is new, and nothing else."""
    ProjectState.add_model = _add_model  # type: ignore[method-assign, assignment]
    ProjectState._append_option = _append_option  # type: ignore[attr-defined]


def _add_model(state: ProjectState, made: ModelState) -> None:
    key = made.app_label, made.name_lower
    state.models[key] = made
    if state._relations is not None:  # type: ignore[attr-defined]
        state.resolve_model_relations(key)  # type: ignore[attr-defined]
    if "apps" in state.__dict__:  # asking for it would render all
        state.apps.render_multiple([made])


def _append_option(state: ProjectState, app: str, model: str, option: str, added: Any) -> None:
    """Add one constraint or index to what is known of a table."""
    options = state.models[app, model].options
    options[option] = [*options[option], added]
    if "apps" in state.__dict__:
        known = state.apps.get_model(app, model)._meta
        setattr(known, option, [*getattr(known, option), added])
