"""The documents are true: links lead somewhere, commands are explained, nothing of one machine is in them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from thinkfamily.cli import app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/decisions/*.md"))
COMMANDS = getattr(get_command(app), "commands", {})
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"\b((?:src|tests|docs|benchmarks)/[\w./-]*\w/?)")


def name_of(path: Path) -> str:
    """A path within the project, for the name of a test."""
    return str(path.relative_to(ROOT))


def tracked() -> list[Path]:
    """The files that are committed."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_a_decision_has_its_number_date_and_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {page.name[:4]} ")
    assert re.search(r"^(Accepted|Superseded by \d{4}), \d{4}-\d\d-\d\d\.$", text, re.M)
    parts = re.findall(r"^## (.+)$", text, re.M)
    assert parts == ["Context", "Decision", "Rejected", "Consequences"]
    assert len(text.split()) < 500


def test_decisions_are_numbered_without_gap() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        where = (page.parent / file) if file else page
        assert where.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", where.read_text(encoding="utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, target


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for code in re.findall(r"`([^`\n]+)`", text):
        for path in PATH.findall(code):
            if not re.search(r"[<*{…]", code):
                assert (ROOT / path).exists(), code


def test_every_file_that_the_code_names_is_there() -> None:
    for module in sorted((ROOT / "src").rglob("*.py")):
        for path in re.findall(r"\b((?:docs|tests)/[\w/-]+(?:\.\w+)?)", module.read_text(encoding="utf-8")):
            assert (ROOT / path).exists(), f"{name_of(module)} names {path}"


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / target.partition("#")[0]).resolve() for target in LINK.findall(index.read_text("utf-8"))}
    folders = {path for path in linked if path.is_dir()}
    for page in PAGES:
        if page not in (index, ROOT / "README.md"):
            assert page in linked or page.parent in folders, f"docs/README.md does not lead to {name_of(page)}"


def test_there_are_commands() -> None:
    assert set(COMMANDS) >= {"identify", "check", "synth", "explain", "quality", "demo"}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_teaches_and_is_told_of(command: str) -> None:
    made = COMMANDS[command]
    assert made.help, "no help"
    assert "Example" in made.help
    assert f"thinkfamily {command}" in made.help
    for parameter in made.params:
        if parameter.name != "help":
            assert getattr(parameter, "help", None), f"{parameter.name} has no help"
    told = "\n".join(page.read_text(encoding="utf-8") for page in PAGES if "reference" not in page.parts)
    assert f"thinkfamily {command}" in told


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_pages_speak_of_commands_that_exist(page: Path) -> None:
    code = "\n".join(re.findall(r"`[^`\n]+`|^ {4}.+$", page.read_text(encoding="utf-8"), re.M))
    for command in re.findall(r"\bthinkfamily ([a-z]+)\b", code):
        assert command in COMMANDS, command


def test_nothing_of_one_machine_is_committed() -> None:
    """No path of the machine it was written on, and no address of a package registry."""
    registries = [
        "://" + host for host in ("pypi" + ".org/simple", "files." + "pythonhosted", "registry." + "npmjs")
    ] + ["index" + "-url", "find" + "-links"]
    ours = [f"{ROOT}/", f"{Path.home()}/", "/" + "home/", "/" + "Users/"]
    for file in tracked():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for fragment in (*registries, *ours):
            assert fragment not in text, f"{name_of(file)} holds {fragment}"


def test_nothing_large_is_committed() -> None:
    for file in tracked():
        assert file.stat().st_size < 1_000_000, name_of(file)
    for picture in (ROOT / "docs" / "images").glob("*"):
        assert picture.stat().st_size < 200_000, name_of(picture)
