"""Nothing is asked of any network while the program runs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from thinkfamily.engine.store import Store

SOURCE = Path(__file__).parents[2] / "src" / "thinkfamily"
SPEAKS_TO_A_NETWORK = {
    "socket",
    "ssl",
    "http",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "asyncio",
}

LET = {
    # Asks the machine whether a port is free before the site listens on it: it binds, and never connects.
    "cli/listening.py": {"socket"},
    # The one door out: notices to programs, where who runs the site registered an address.
    "casework/site/programs/outbound.py": {"http", "socket", "ssl"},
}


def imported(module: Path) -> set[str]:
    """The modules that a module imports, by full name."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_no_module_can_speak_to_a_network() -> None:
    modules = sorted(SOURCE.rglob("*.py"))
    assert len(modules) > 30
    for module in modules:
        names = imported(module)
        forbidden = SPEAKS_TO_A_NETWORK - LET.get(module.relative_to(SOURCE).as_posix(), set())
        assert not {name.partition(".")[0] for name in names} & forbidden, module.name
        assert "urllib.request" not in names, module.name


@pytest.mark.parametrize("setting", ["autoinstall_known_extensions", "autoload_known_extensions"])
def test_the_store_neither_installs_nor_loads_an_extension_by_itself(setting: str) -> None:
    store = Store()
    assert store.value(f"select current_setting('{setting}')") is False


def test_the_store_reads_no_address() -> None:
    store = Store()
    with pytest.raises(Exception, match="httpfs"):
        store.run("select * from read_csv('https://example.org/people.csv')")
