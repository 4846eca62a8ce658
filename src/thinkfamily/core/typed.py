"""YAML that somebody typed or sends: whatever cannot be read is one kind of error, and no text holds a sign that nobody types."""

from __future__ import annotations

import unicodedata
from typing import Any

import yaml


class _Typed(yaml.SafeLoader):
    """Safe YAML whose escapes bring in no control sign and no half of a sign: databases and pages cannot hold them."""

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        """A value as it is written."""
        found = super().construct_scalar(node)
        if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in str(found)):
            raise yaml.constructor.ConstructorError(None, None, "a sign that nobody types", node.start_mark)
        return found


def read_yaml(text: str) -> Any:
    """What a text says.

    Raises:
        yaml.YAMLError: it cannot be read, holds a date that is none, or is nested too deeply.
    """
    try:
        return yaml.load(text, Loader=_Typed)  # noqa: S506
    except (ValueError, RecursionError):
        raise yaml.YAMLError from None
