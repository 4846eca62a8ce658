"""What the log says of what fails beneath the site: its kind and our own lines, whichever library tells it."""

from __future__ import annotations

import io
import logging
import logging.config
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

import pytest
import waitress
from django.conf import settings

SECRET = "Ada-Testperson"


@contextmanager
def written() -> Iterator[io.StringIO]:
    """The site's own handler of the log, as its settings make it, writing where a test can read."""
    made = logging.config.DictConfigurator(settings.LOGGING)
    handler, to = logging.StreamHandler(out := io.StringIO()), logging.getLogger()
    handler.setFormatter(made.configure_formatter(dict(settings.LOGGING["formatters"]["line"])))
    to.addHandler(handler)
    try:
        yield out
    finally:
        to.removeHandler(handler)


def breaks_off(_environ, start_response):
    """An answer that fails once it has begun, with the message of a database that repeats a row."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"begun"
    raise ValueError(f"Key (name)=({SECRET}) already exists.")


def test_an_answer_that_breaks_off_is_told_without_path_or_message():
    server = waitress.create_server(breaks_off, host="127.0.0.1", port=0, threads=1)
    runs = threading.Thread(target=server.run, daemon=True)
    with written() as out:
        runs.start()
        link = HTTPConnection("127.0.0.1", int(server.effective_port), timeout=30)
        try:
            link.request("GET", f"/families/{SECRET}/?q={SECRET}")
            with pytest.raises(HTTPException):
                link.getresponse().read()
        finally:
            link.close()
            server.close()
            runs.join(timeout=30)
    said = out.getvalue()
    assert "ERROR waitress" in said
    assert "fault=ValueError" in said
    assert SECRET not in said


@pytest.mark.parametrize(
    ("name", "words", "values", "told"),
    [
        ("waitress.queue", "Task queue depth is %d", (3,), "Task queue depth is %d"),
        ("somebody.elses", f"did something to {SECRET}", (), "said something"),
        ("somebody.elses", "did something to %s", (SECRET,), "did something to %s"),
        ("thinkfamily.site", "job=%s failed", ("seal",), "job=seal failed"),
    ],
)
def test_other_libraries_say_only_what_they_always_say(name, words, values, told):
    with written() as out:
        logging.getLogger(name).error(words, *values)
    assert out.getvalue().rstrip().endswith(f"ERROR {name} {told}")
    assert SECRET not in out.getvalue()


def test_a_fault_is_named_by_our_own_lines():
    from thinkfamily.casework.site.theme import contrast

    with written() as out:
        try:
            contrast(SECRET, SECRET)
        except ValueError:
            logging.getLogger("somebody.elses").exception(SECRET)
    said = out.getvalue()
    assert "fault=ValueError at=casework/site/theme.py:" in said
    assert SECRET not in said
