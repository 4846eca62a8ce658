"""A backup is whole, closed to all but its identity, and restores to the same site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.casework.operations.conftest import Site

COUNT = """
from thinkfamily.casework.site.start import start
start()
from thinkfamily.casework.families.models import Family, SafeAddress
print(Family.objects.count(), sorted(one.text for one in SafeAddress.objects.all())[0])
"""


@pytest.fixture(scope="module")
def saved(filled_site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A backup, the keys and the identity of the filled site."""
    room = tmp_path_factory.mktemp("saved")
    identity = room / "identity.txt"
    filled_site.command("backup", "--new-identity", str(identity))
    filled_site.command("backup", "--out", str(room / "data"))
    filled_site.command("backup", "--keys", "--out", str(room / "keys"))
    (backup,) = (room / "data").iterdir()
    (keys,) = (room / "keys").iterdir()
    return backup, keys, identity


def test_a_backup_restores_to_the_same_site(filled_site: Site, saved: tuple[Path, Path, Path], tmp_path: Path) -> None:
    backup, keys, identity = saved
    into = tmp_path / "restored"
    said = filled_site.command(
        "restore", str(backup), "--identity", str(identity), "--keys", str(keys), "--into", str(into)
    )
    assert "audit events verified" in said
    assert filled_site.python(COUNT, into).split() == ["30", "Planted", "House", "0"]


def test_a_rehearsal_leaves_nothing_but_its_date(filled_site: Site, saved: tuple[Path, Path, Path]) -> None:
    backup, keys, identity = saved
    said = filled_site.command("restore", str(backup), "--identity", str(identity), "--keys", str(keys), "--drill")
    assert "The rehearsal went well" in said
    when = "from thinkfamily.casework.site.start import start; start()\n"
    when += "from thinkfamily.casework.site.operations.health import last_drill; print(last_drill().state)"
    assert filled_site.python(when).strip() == "good"


def test_no_backup_shows_what_it_holds(saved: tuple[Path, Path, Path]) -> None:
    backup, keys, _ = saved
    for file in (backup, keys):
        content = file.read_bytes()
        assert content.startswith(b"age-encryption.org/v1")
        assert b"Testperson" not in content
        assert b"SQLite format" not in content
        assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("harm", ["cut", "changed", "other identity"])
def test_a_harmed_backup_is_refused_and_restores_nothing(
    filled_site: Site, saved: tuple[Path, Path, Path], tmp_path: Path, harm: str
) -> None:
    backup, keys, identity = saved
    content = bytearray(backup.read_bytes())
    if harm == "cut":
        content = content[: len(content) // 2]
    elif harm == "changed":
        content[len(content) // 2] ^= 1
    else:
        identity = tmp_path / "other.txt"
        filled_site.python(f"import pyrage; open({str(identity)!r}, 'w').write(str(pyrage.x25519.Identity.generate()))")
    harmed = tmp_path / "harmed.age"
    harmed.write_bytes(content)
    into = tmp_path / "into"
    said = filled_site.command(
        "restore", str(harmed), "--identity", str(identity), "--keys", str(keys), "--into", str(into), expect=8
    )
    assert "TF-RESTORE-001" in said
    assert not into.exists() or not any(into.iterdir())


def test_a_folder_that_holds_anything_is_never_restored_into(filled_site: Site, saved: tuple[Path, Path, Path]) -> None:
    backup, keys, identity = saved
    arguments = ("--identity", str(identity), "--keys", str(keys), "--into", str(filled_site.folder))
    assert "TF-RESTORE-002" in filled_site.command("restore", str(backup), *arguments, expect=8)


def test_no_backup_is_made_unencrypted(make_site: Callable[[], Site], tmp_path: Path) -> None:
    site = make_site()
    assert "TF-BACKUP-003" in site.command("backup", "--out", str(tmp_path / "out"), expect=8)
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())


def test_the_identity_never_lies_with_the_site(filled_site: Site) -> None:
    said = filled_site.command("backup", "--new-identity", str(filled_site.folder / "identity.txt"), expect=8)
    assert "TF-BACKUP-001" in said


def test_rotation_gives_every_field_the_new_key_and_can_be_killed(make_site: Callable[[], Site]) -> None:
    site = make_site()
    key_file = site.folder / "keys" / "fields.key"
    old = key_file.read_text()
    site.python(
        "from thinkfamily.casework.site.start import start; start()\n"
        "from django.conf import settings\n"
        "from thinkfamily.casework.site.operations import rotation\n"
        "def die(rows): raise KeyboardInterrupt\n"
        "try: rotation.rotate(settings.INSTANCE.folder, advance=die)\n"
        "except KeyboardInterrupt: pass\n"
    )
    assert len(key_file.read_text().split()) == 2, "killed half-way, both keys stay"
    assert site.python(COUNT).split() == ["30", "Planted", "House", "0"]
    begun = key_file.read_text().split()[0]
    site.command("keys", "rotate")
    assert key_file.read_text().split() == [begun], "it went on with the key it had begun with"
    assert begun not in old
    assert site.python(COUNT).split() == ["30", "Planted", "House", "0"]


def test_what_cannot_be_put_back_leaves_nothing(
    filled_site: Site, saved: tuple[Path, Path, Path], make_site: Callable[[], Site], tmp_path: Path
) -> None:
    """Another site's keys open no field: all has been put back by then, and all of it goes again."""
    backup, _, identity = saved
    other = make_site()
    for name in ("fields.key", "factors.key"):
        (other.folder / "keys" / name).unlink(missing_ok=True)
    other.python("from thinkfamily.casework.site.start import start; start()")
    (other.folder / "backup-recipient.txt").write_text((filled_site.folder / "backup-recipient.txt").read_text())
    other.command("backup", "--keys", "--out", tmp_path / "other-keys")
    (keys,) = (tmp_path / "other-keys").iterdir()
    words = ("restore", backup, "--identity", identity, "--keys", keys)
    said = filled_site.command(*words, "--into", tmp_path / "new" / "site", expect=8)
    assert "TF-RESTORE-005" in said
    assert "TF-KEY-001" in said
    assert list((tmp_path / "new").iterdir()) == []
    before = sorted(path.name for path in filled_site.folder.iterdir())
    filled_site.command(*words, "--drill", expect=8)
    assert sorted(path.name for path in filled_site.folder.iterdir()) == before
    when = "from thinkfamily.casework.site.start import start; start()\n"
    when += "from thinkfamily.casework.site.operations.health import last_drill; print(last_drill().state)"
    assert filled_site.python(when).strip() == "bad"


def test_what_was_sealed_after_the_backup_is_counted_as_lost(make_site: Callable[[], Site], tmp_path: Path) -> None:
    site, identity = make_site(), tmp_path / "identity.txt"
    site.command("backup", "--new-identity", identity)
    site.command("backup", "--out", tmp_path / "data")
    site.command("backup", "--keys", "--out", tmp_path / "keys")
    site.python(
        "from thinkfamily.casework.site.start import start; start()\n"
        "from thinkfamily.casework.audit.record import record\n"
        "from thinkfamily.casework.audit.seal import seal\n"
        "record('family.read', by=None, kind='family'); seal('default')"
    )
    (backup,), (keys,) = (tmp_path / "data").iterdir(), (tmp_path / "keys").iterdir()
    words = ("restore", backup, "--identity", identity, "--keys", keys, "--heads", site.folder / "audit")
    said = site.command(*words, "--into", tmp_path / "new")
    assert "1 seals of the audit, made after the backup, are lost" in said
    assert "Restored on purpose" in site.command("audit", "verify", "--quiet", folder=tmp_path / "new")


def test_on_postgresql_it_restores_rehearses_and_leaves_nothing(
    postgres_site: Callable[[], Site], databases: Callable[[], str], tmp_path: Path
) -> None:
    site, identity = postgres_site(), tmp_path / "identity.txt"
    site.command("backup", "--new-identity", identity)
    site.command("backup", "--out", tmp_path / "data")
    site.command("backup", "--keys", "--out", tmp_path / "keys")
    (backup,), (keys,) = (tmp_path / "data").iterdir(), (tmp_path / "keys").iterdir()
    words = ("restore", backup, "--identity", identity, "--keys", keys)
    assert "TF-RESTORE-006" in site.command(*words, "--drill", expect=8), "it is no backup of SQLite"
    spare = databases()
    for _ in range(2):  # what a rehearsal fills, it empties
        drilled = Site(site.folder, **site.more, DRILL_DATABASE_URL=spare)
        assert "The rehearsal went well" in drilled.command(*words, "--drill")
    assert "TF-RESTORE-003" in site.command(*words, "--into", tmp_path / "into", expect=8), "these hold the living site"
    assert not (tmp_path / "into").exists()
    other = Site(tmp_path / "into", DATABASE_URL=spare)
    assert "audit events verified" in other.command(*words, "--into", tmp_path / "into")
    assert other.python(COUNT).split() == ["30", "Planted", "House", "0"]
    assert "as it was written" in other.command("audit", "verify", "--quiet")
    assert site.python(COUNT).split() == ["30", "Planted", "House", "0"], "the living site is as it was"


def test_the_sites_own_role_serves_and_upgrades_nothing(
    postgres_site: Callable[[], Site], databases: Callable[[], str], server: str, tmp_path: Path
) -> None:
    """As docs/how-to/run-the-site.md sets up two roles."""
    address = databases()
    owner = Site(tmp_path / "two-roles", DATABASE_URL=address)
    owner.command("serve", "--jobs-only", "--once")
    statements = owner.command("audit", "roles", "thinkfamily_app")
    for database in (address, f"{address}_candidates"):
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(statements)
    app = Site(owner.folder, DATABASE_URL=address.replace("tests@", "thinkfamily_app@"))
    app.command("serve", "--jobs-only", "--once")
    app.command("account", "--email", "sid@council.example", "--name", "Sid Invented")
    assert "as it was written" in app.command("audit", "verify", "--quiet")
    for statement in (
        "DELETE FROM audit_auditevent",
        "DROP TRIGGER audit_auditevent_no_change ON audit_auditevent",
        "ALTER TABLE families_family ADD COLUMN more text",
        "CREATE TABLE more (id int)",
    ):
        refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
        with psycopg.connect(app.more["DATABASE_URL"], autocommit=True) as connection, refused:
            connection.execute(statement)
