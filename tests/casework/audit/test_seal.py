"""Sealing: nothing lost, nothing falsely accused, whoever writes, seals or dies meanwhile."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.db.transaction import atomic, set_rollback
from django.utils import timezone

from thinkfamily.casework.audit import heads, key, seal
from thinkfamily.casework.audit.errors import AuditKeyError, AuditTamperedError
from thinkfamily.casework.audit.models import AuditEvent, AuditSeal
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.audit.verify import check, verify


def write(store, number=1):
    for _ in range(number):
        record("family.read", by=None, kind="family", using=store)


def test_what_is_sealed_holds(store, site_folder, monkeypatch):
    monkeypatch.setattr(seal, "MOST_EVENTS", 7)
    write(store, 20)
    assert seal.seal(store) == 20
    assert list(AuditSeal.objects.using(store).values_list("number", "events")) == [(1, 7), (2, 7), (3, 6)]
    write(store, 2)
    checked = verify(store)
    assert (checked.events, checked.seals, checked.unsealed, checked.notes) == (22, 3, 2, [])
    assert checked.head == AuditSeal.objects.using(store).get(number=3).digest
    file = heads.path_of(store)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.is_relative_to(site_folder)


def test_nothing_to_seal_makes_no_seal(store):
    assert seal.seal(store) == 0
    assert verify(store).head == "0" * 64
    assert not AuditSeal.objects.using(store).exists()


def test_it_is_due_by_number_or_by_age(sqlite_store, monkeypatch):
    monkeypatch.setattr(seal, "STORES", [sqlite_store])
    monkeypatch.setattr(seal, "SEAL_EVENTS", 5)
    assert seal.seal_due() == 0
    write(sqlite_store, 4)
    assert seal.seal_due() == 0
    write(sqlite_store)
    assert seal.seal_due() == 5
    write(sqlite_store)
    later = timezone.now() + timedelta(seconds=seal.SEAL_SECONDS + 1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert seal.seal_due() == 1


def test_an_event_that_commits_late_with_a_low_id_is_waited_for(postgresql_store):
    """Its id is drawn first and its transaction ends last: it must be under the seal, and the seal must hold."""
    drawn, may_end = threading.Event(), threading.Event()

    def slow():
        with atomic(using=postgresql_store):
            write(postgresql_store)
            drawn.set()
            may_end.wait(20)
        connections[postgresql_store].close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert drawn.wait(20)
    write(postgresql_store, 3)
    assert min(AuditEvent.objects.using(postgresql_store).values_list("pk", flat=True)) == 2
    assert seal.seal(postgresql_store, patience=0.2) == 0, "not settled: better none than a wrong one"
    assert check(postgresql_store).faults == []
    threading.Timer(0.5, may_end.set).start()
    assert seal.seal(postgresql_store, patience=20) == 4
    thread.join()
    assert verify(postgresql_store).unsealed == 0


def test_a_writer_that_rolls_back_leaves_a_gap_and_no_alarm(store):
    write(store)
    with atomic(using=store):
        write(store, 3)
        set_rollback(True, using=store)
    write(store)
    assert seal.seal(store) == 2
    verify(store)


def test_many_writers_and_two_sealers_at_once(store, monkeypatch):
    """Writers commit out of the order of their ids, some roll back; two threads seal all the while."""
    monkeypatch.setattr(seal, "MOST_EVENTS", 11)
    written, stop, wrong = [0] * 6, threading.Event(), []

    def guarded(work, *args):
        try:
            work(*args)
        except BaseException as error:
            wrong.append(error)
        finally:
            connections[store].close()

    def writer(number):
        for turn in range(25):
            with atomic(using=store):
                write(store, 1 + turn % 3)
                time.sleep(0.0005 * ((turn * 7 + number * 3) % 10) * (1 if "sqlite" in store else 8))
                if turn % 5 == 4:
                    set_rollback(True, using=store)
                else:
                    written[number] += 1 + turn % 3

    def sealer():
        while not stop.is_set():
            seal.seal(store)
            assert not check(store).faults

    writers = [threading.Thread(target=guarded, args=(writer, number)) for number in range(6)]
    sealers = [threading.Thread(target=guarded, args=(sealer,)) for _ in range(2)]
    for thread in (*writers, *sealers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    assert wrong == []
    seal.seal(store)
    checked = verify(store)
    assert checked.events == sum(written) > 0
    assert checked.unsealed == 0
    assert sum(AuditSeal.objects.using(store).values_list("events", flat=True)) == checked.events


@pytest.mark.parametrize("moment", ["before the seal", "after the seal"])
def test_a_sealer_that_dies_between_its_lines_leaves_a_true_file(store, monkeypatch, moment):
    write(store, 3)
    seal.seal(store)
    write(store, 3)

    class Killed(BaseException):
        pass

    plain = heads.Book.append

    def append(book, state, made):
        if moment == "after the seal" and state == heads.SEALED:
            raise Killed
        plain(book, state, made)
        if moment == "before the seal":
            raise Killed

    monkeypatch.setattr(heads.Book, "append", append)
    with pytest.raises(Killed):
        seal.seal(store)
    monkeypatch.setattr(heads.Book, "append", plain)
    assert check(store).faults == []
    write(store)
    seal.seal(store)
    checked = verify(store)
    assert (checked.unsealed, checked.notes) == (0, [])


def test_half_a_line_is_removed_and_told(store):
    write(store)
    seal.seal(store)
    with heads.path_of(store).open("ab") as file:
        file.write(b'{"state": "sea')
    checked = verify(store)
    assert len(checked.notes) == 1
    write(store)
    assert seal.seal(store) == 1
    assert verify(store).notes == []


_SEAL_FOR_EVER = """
import os, sys
from thinkfamily.casework.site.start import start, prepare
start(); prepare()
from thinkfamily.casework.audit import seal
from thinkfamily.casework.audit.record import record
seal.MOST_EVENTS = 3
print("ready", flush=True)
while True:
    for using in ("default", "candidates"):
        for _ in range(4):
            record("family.read", by=None, kind="family", using=using)
        seal.seal(using)
"""
_VERIFY = """
from thinkfamily.casework.site.start import start
start()
from thinkfamily.casework.audit.verify import verify
from thinkfamily.casework.audit.seal import seal
for using in ("default", "candidates"):
    verify(using); seal(using); assert verify(using).unsealed == 0
"""


def test_killed_at_any_moment_the_audit_verifies(tmp_path):
    """A process that writes and seals without pause is killed, again and again, on the same folder."""
    kills = int(os.environ.get("THINKFAMILY_KILLS", "3"))
    environment = os.environ | {"THINKFAMILY_SITE": str(tmp_path / "killed"), "THINKFAMILY_MODE": "demo"}
    for number in range(kills):
        process = subprocess.Popen([sys.executable, "-c", _SEAL_FOR_EVER], env=environment, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.05 + (number * 37 % 100) / 1000)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    subprocess.run([sys.executable, "-c", _VERIFY], env=environment, check=True)


def test_a_database_from_a_backup_is_told_from_its_heads(sqlite_store, tmp_path):
    """Heads newer than the database: nothing more is sealed until somebody says that they restored it."""
    write(sqlite_store, 3)
    seal.seal(sqlite_store)
    with connections[sqlite_store].cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "backup.sqlite3")])
    for _ in range(2):
        write(sqlite_store, 3)
        seal.seal(sqlite_store)
    connections[sqlite_store].close()
    live = tmp_path / "audit.sqlite3"
    live.with_name("audit.sqlite3-wal").unlink(missing_ok=True)
    live.with_name("audit.sqlite3-shm").unlink(missing_ok=True)
    (tmp_path / "backup.sqlite3").rename(live)
    faults = check(sqlite_store).faults
    assert [fault.seal for fault in faults] == [2, 3]
    assert "restored from a backup" in faults[0].says
    write(sqlite_store)
    with pytest.raises(AuditTamperedError, match="restored"):
        seal.seal(sqlite_store)
    assert seal.note_restore(sqlite_store) == 2
    assert seal.note_restore(sqlite_store) == 0, "said once"
    assert seal.seal(sqlite_store) == 1
    checked = verify(sqlite_store)
    assert checked.seals == 2
    assert any("Restored on purpose to seal 1" in note for note in checked.notes), "told for ever"


def test_without_its_key_nothing_is_recorded_under_a_new_one(sqlite_store, site_folder):
    write(sqlite_store)
    seal.seal(sqlite_store)
    (site_folder / "keys" / "audit.key").unlink()
    key._key.cache_clear()
    with pytest.raises(AuditKeyError):
        write(sqlite_store)
    with pytest.raises(AuditKeyError):
        check(sqlite_store)


def test_an_open_transaction_of_ones_own_is_never_sealed(sqlite_store):
    with atomic(using=sqlite_store):
        write(sqlite_store)
        with pytest.raises(RuntimeError, match="durable"):
            seal.seal(sqlite_store)
