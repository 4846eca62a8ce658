"""Comparing two answers of the site to the byte: what differs by chance in any two is set aside, and nothing else."""

from __future__ import annotations

import re
from typing import Any

# The token of a form is masked anew each time it is written.
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
BY_CHANCE = {"X-Request-Id", "Set-Cookie"}


def answer_of(response: Any) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one answer."""
    headers = {name: value for name, value in response.headers.items() if name not in BY_CHANCE}
    policy = headers.get("Content-Security-Policy", "")
    headers["Content-Security-Policy"] = re.sub(r"'nonce-[^']+'", "'nonce'", policy)
    body = b"" if response.streaming else response.content
    if "Content-Length" in headers:
        headers["Content-Length"] = str(len(TOKEN.sub(rb"\1", body)) - len(body) + int(headers["Content-Length"]))
    return response.status_code, headers, TOKEN.sub(rb"\1", body)


def shape_of(queries: list[dict[str, str]]) -> list[str]:
    """The statements that were sent to the database, without their values."""
    return [
        re.sub(r"\bs\d+_x\d+\b|'(?:[^']|'')*'|\b[0-9a-f]{32}\b|\b\d+\b|x'[0-9a-f]*'", "?", query["sql"])
        for query in queries
    ]
