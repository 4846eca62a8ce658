"""Criteria declared in a test, and a programme made of them."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Any

import yaml

from thinkfamily.programmes.criterion import Criterion
from thinkfamily.programmes.framework import Programme, load_programme
from thinkfamily.programmes.reading import read_criterion

ABOUT = """
source: {title: A framework, where: page 1, url: ""}
verified: true
values: source
heading: housing
"""


def declaration(text: str, **changed: Any) -> dict[str, Any]:
    """A declaration with what every criterion needs; ``None`` takes a key away."""
    content = (
        yaml.safe_load(ABOUT) | {"id": "asked", "says": "Asked."} | yaml.safe_load(textwrap.dedent(text)) | changed
    )
    return {key: value for key, value in content.items() if value is not None}


def criterion(text: str, **changed: Any) -> Criterion:
    """One criterion from its declaration."""
    return read_criterion("criteria.yaml", 1, declaration(text, **changed), ["housing", "crime"])


def programme(*criteria: Criterion) -> Programme:
    """A programme of some criteria."""
    return replace(load_programme("westminster_3_percent"), criteria=criteria)
