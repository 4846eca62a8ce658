"""Migrations on an empty database in seconds, not a minute.

For each table that a migration makes, and each column, constraint or index that it adds or alters, Django renders every model again
that is related to it, in case one of them was rendered before. Here nearly all are related, through the worker and the family, so the
time grew with the square of their number. What is new or altered is rendered alone: a statement about one table asks of others
no more than their names and keys. A migration that reads rows has all rendered again first, as Django does whenever it put
that off. See docs/decisions/0052-render-an-altered-table-alone.md.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from django.db.models.signals import class_prepared
from django_fsm import FSMField

# Where Django says that the models of its states are.
_OF_A_STATE = "__fake__"


def render_alone() -> None:
    """Let the states of migrations render what is new or altered, and nothing else."""
    ProjectState.add_model = _add_model  # type: ignore[method-assign, assignment]
    ProjectState.reload_model = _reload_model  # type: ignore[method-assign, assignment]
    ProjectState._append_option = _append_option  # type: ignore[attr-defined]
    FSMField.contribute_to_class = _contribute_to_class  # type: ignore[method-assign, assignment]


def _add_model(state: ProjectState, made: ModelState) -> None:
    key = made.app_label, made.name_lower
    state.models[key] = made
    if state._relations is not None:  # type: ignore[attr-defined]
        state.resolve_model_relations(key)  # type: ignore[attr-defined]
    if "apps" in state.__dict__:  # asking for it would render all
        state.apps.render_multiple([made])


def _reload_model(state: ProjectState, app: str, model: str, delay: bool = False) -> None:
    if "apps" in state.__dict__:
        state.is_delayed = True  # whoever reads rows has all rendered again
        state._reload({(app, model)})  # type: ignore[attr-defined]


def _append_option(state: ProjectState, app: str, model: str, option: str, added: Any) -> None:
    """Add one constraint or index to what is known of a table."""
    options = state.models[app, model].options
    options[option] = [*options[option], added]
    if "apps" in state.__dict__:
        known = state.apps.get_model(app, model)._meta
        setattr(known, option, [*getattr(known, option), added])


_listen_for_transitions = FSMField.contribute_to_class


def _contribute_to_class(field: FSMField, cls: Any, name: str, private_only: bool = False, **more: Any) -> None:
    """A state has no transitions: each rendered field would listen to every model that is rendered after it."""
    _listen_for_transitions(field, cls, name, private_only=private_only, **more)
    if cls.__module__ == _OF_A_STATE:
        class_prepared.disconnect(field._collect_transitions)
