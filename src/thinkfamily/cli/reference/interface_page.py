"""The page on the interface for programs, made from its OpenAPI description."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from thinkfamily.cli.reference import markdown


def interface_page() -> str:
    """Every operation with what it takes and gives, and the shapes they speak in."""
    described = _description()
    parts = []
    for path, verbs in described["paths"].items():
        for verb, operation in verbs.items():
            parts += _operation(f"{verb.upper()} {path}", operation)
    shapes = []
    for name, shape in sorted(described["components"]["schemas"].items()):
        rows = [
            (f"`{field}`", _kind(about), "yes" if field in shape.get("required", ()) else "", about.get("description"))
            for field, about in shape["properties"].items()
        ]
        says = " ".join(shape.get("description", "").split())
        shapes += [f"### {name}", says, markdown.table(("name", "holds", "always there", "what it is"), rows)]
    return markdown.page(
        "The interface for programs",
        f"{described['info']['description']} The same is served to whoever is signed in at `/api/openapi.json`.",
        "How to use it: [use the interface from a program](../how-to/use-the-interface-from-a-program.md).",
        "A program with a key of its own sends it in the header `Authorization`, as `Bearer KEY`.",
        "## Operations",
        *parts,
        "## Shapes",
        *shapes,
        "## What is posted to a program",
        *_notice(described["webhooks"]["notice"]["post"]),
    )


def _description() -> dict[str, Any]:
    """The description, asked of the site in a process of its own: the site would leave its settings and a folder behind."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
        site = {
            "DJANGO_SETTINGS_MODULE": "thinkfamily.casework.site.settings",
            "THINKFAMILY_SITE": folder,
            "THINKFAMILY_MODE": "demo",
        }
        run = [sys.executable, "-m", "thinkfamily.casework.site.api.describe"]
        told = subprocess.run(run, env=kept | site, check=True, capture_output=True, text=True).stdout
    described: dict[str, Any] = json.loads(told)
    lists = {name: shape for name, shape in described["components"]["schemas"].items() if "properties" not in shape}
    for name in lists:
        del described["components"]["schemas"][name]
    written = json.dumps(described)
    for name, shape in lists.items():
        # A list of words is told where it is used.
        written = written.replace(json.dumps({"$ref": f"#/components/schemas/{name}"}), json.dumps(shape))
    found: dict[str, Any] = json.loads(written)
    return found


def _notice(told: dict[str, Any]) -> list[str]:
    """What goes out to the address of a program: `let-a-program-in` says how one is registered."""
    headers = [(f"`{one['name']}`", one["description"]) for one in told["parameters"]]
    fields = [
        (f"`{name}`", _kind(about), about.get("description", ""))
        for name, about in _content(told["requestBody"])["properties"].items()
        if name != "data"
    ]
    of = _content(told["requestBody"])["properties"]["data"]["properties"]["family"]
    fields.append(("`data.family`", _kind(of), of["description"]))
    answers = [(f"`{status}`", about["description"]) for status, about in told["responses"].items()]
    return [
        f"{told['description']} How to have it sent: [let a program in](../how-to/let-a-program-in.md).",
        markdown.table(("header", "what it is"), headers),
        markdown.table(("name", "holds", "what it is"), fields),
        markdown.table(("the program answers", "what becomes of it"), answers),
    ]


def _operation(title: str, operation: dict[str, Any]) -> list[str]:
    parts = [f"### {operation['summary']}", f"`{title}`", operation["description"]]
    parameters = [
        (f"`{one['name']}`", one["in"], _kind(one["schema"]), one["schema"].get("default", ""))
        for one in operation.get("parameters", ())
    ]
    if parameters:
        parts.append(markdown.table(("parameter", "in", "holds", "if left out"), parameters))
    if "requestBody" in operation:
        parts.append(f"Takes {_kind(_content(operation['requestBody']))}, as JSON.")
    answers = [
        (f"`{status}`", _kind(_content(answer)), ANSWERS[int(status)])
        for status, answer in sorted(operation["responses"].items())
    ]
    return [*parts, markdown.table(("status", "gives", "when"), answers)]


ANSWERS = {
    200: "all is well",
    201: "it is recorded",
    400: "what was sent cannot be read",
    401: "nobody is signed in, or the key opens nothing",
    403: "the file is there, and this is not the worker's to do; or the form's token is missing; or the program is not let do "
    "this, or not from there",
    404: "not there, or not the worker's: one answer for both",
    413: "more than 1 MB was sent",
    415: "something other than JSON was sent",
    422: "a value does not fit; the message names it and does not repeat it",
    429: "too many wrong keys came from that network within a minute",
}


TYPES = {"string": "text", "integer": "a whole number", "boolean": "true or false"}
FORMATS = {"uuid": "an opaque id", "date": "a day", "date-time": "a moment"}


def _content(about: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = about["content"]["application/json"]["schema"]
    return found


def _kind(schema: dict[str, Any]) -> str:
    """What a value is, in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join("nothing" if one.get("type") == "null" else _kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(f"`{one}`" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"a list of {_kind(schema['items'])}"
    words = FORMATS.get(schema.get("format", "")) or TYPES[schema["type"]]
    if "maxLength" in schema:
        words += f", at most {schema['maxLength']} characters"
    if "maximum" in schema:
        words += f" from {schema.get('minimum', 0)} to {schema['maximum']}"
    return words
