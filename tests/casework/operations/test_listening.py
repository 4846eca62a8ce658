"""What a site says when it cannot listen or reach its database, and how it ends."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest

from tests.casework.operations.conftest import Site
from thinkfamily.casework.site.instance import SiteError
from thinkfamily.cli.demo import _must_be_at_rest
from thinkfamily.cli.listening import is_free, is_served, must_be_free
from thinkfamily.core.errors import RunFolderError


def test_a_taken_port_is_told_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SiteError, match="TF-SITE-013"):
            must_be_free("127.0.0.1", port)
        assert not is_free("127.0.0.1", port)
    assert is_free("127.0.0.1", port)


def test_a_running_site_is_known_as_such_and_no_demo_replaces_it(filled_site: Site) -> None:
    assert not is_served(filled_site.folder)
    with filled_site.serving() as (_address, process):
        assert is_served(filled_site.folder)
        with pytest.raises(RunFolderError, match="TF-DEMO-003"):
            _must_be_at_rest(filled_site.folder)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
    assert not is_served(filled_site.folder)


def test_a_database_that_is_not_there_is_named_without_its_address(tmp_path: Path) -> None:
    site = Site(tmp_path / "site", DATABASE_URL="postgres://somebody:planted-secret@127.0.0.1:1/nowhere")
    said = site.command("serve", "--jobs-only", "--once", expect=8)
    assert "TF-SITE-011" in said
    assert "createdb nowhere" in said
    assert "planted-secret" not in said
