"""The certified provider of `tests/oidc`, started on loopback; tests that need it are skipped where Node is missing."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

FOLDER = Path(__file__).parents[2] / "oidc"
SECRET = "an obviously invented secret"
BACK = "http://testserver/account/council/login/callback/"


class Running:
    """A provider that is up.

    Attributes:
        issuer: its address.
    """

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def next_is(self, sub: str, email: str = "", *, verified: bool = True, **more: Any) -> None:
        """Say who will sign in next, and how."""
        claims = {"email": email, "email_verified": verified} if email else {}
        requests.post(f"{self.issuer}/next", json={"sub": sub, "claims": claims, **more}, timeout=10).raise_for_status()

    def answers(self, address: str) -> str:
        """Follow a browser from the site to the provider, until it is sent back: the path and query it comes back with."""
        with requests.Session() as browser:
            for _step in range(8):
                answer = browser.get(address, allow_redirects=False, timeout=10)
                assert answer.status_code in (302, 303), answer.text
                address = requests.compat.urljoin(address, answer.headers["Location"])
                if address.startswith(BACK):
                    return address.removeprefix("http://testserver")
        raise AssertionError("the provider sent nobody back")


def run() -> Iterator[Running]:
    """Start the provider, and end it."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed: single sign-on was not tested against a real provider.")
    if not (FOLDER / "node_modules" / "oidc-provider").is_dir():
        npm = shutil.which("npm")
        done = npm and subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FOLDER, capture_output=True, check=False
        )
        if not done or done.returncode:
            pytest.skip("The test provider could not be installed: run npm ci in tests/oidc.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [node, "provider.mjs", str(port), SECRET, BACK],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if re.search(r"^ready$", line):
                break
        else:
            raise AssertionError("".join(said))
        yield Running(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close() if process.stdout else None
