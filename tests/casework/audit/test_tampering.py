"""A thousand tamperings by somebody who holds the database's file, or the heads file, and not the key: all detected.

Each time the triggers are dropped, something is changed, and the triggers are put back, as a careful attacker would.
``THINKFAMILY_TAMPERINGS`` sets another number.
"""

from __future__ import annotations

import os
import random
import uuid
from collections import Counter

import pytest
from django.db import Error, connections
from django.db.transaction import atomic, set_rollback

from thinkfamily.casework.audit import heads, seal, triggers
from thinkfamily.casework.audit.canonical import EVENT_COLUMNS, SEAL_COLUMNS
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.audit.verify import check, has_head

EVENT, SEAL = "audit_auditevent", "audit_auditseal"
KEYS = {EVENT: "id", SEAL: "number"}
COLUMNS = {EVENT: (*EVENT_COLUMNS, "mac"), SEAL: (*SEAL_COLUMNS[1:], "mac")}
SEALED, TAIL = 60, 4


class Attack:
    """One change, chosen at random; each method returns whether it changed anything."""

    def __init__(self, store: str, dice: random.Random) -> None:
        self.store, self.dice = store, dice
        self.cursor = connections[store].cursor()
        self.file = heads.path_of(store)
        self.is_cut_of_last_line = False

    def sql(self, statement, *values):
        self.cursor.execute(statement.replace("?", "%s"), values)
        return self.cursor.rowcount

    def rows(self, statement, *values):
        self.cursor.execute(statement.replace("?", "%s"), values)
        return self.cursor.fetchall()

    def table(self):
        return self.dice.choice([EVENT, EVENT, SEAL])

    def some_key(self, table):
        keys = [key for (key,) in self.rows(f"SELECT {KEYS[table]} FROM {table} ORDER BY 1")]
        return self.dice.choice(keys[:SEALED])

    def edit_column(self):
        table = self.table()
        column, key = self.dice.choice(COLUMNS[table]), self.some_key(table)
        values = [
            uuid.UUID(int=self.dice.getrandbits(128)).hex,
            "2026-01-01 00:00:00",
            self.dice.randrange(10**6),
            '["elsewhere"]',
            "",
            "?",
            b"\xff\xfe",
            None,
            "looked",
            "f" * 64,
        ]
        value = self.dice.choice(values)
        return self.sql(
            f"UPDATE {table} SET {column} = ? WHERE {KEYS[table]} = ? AND {column} IS NOT ?", value, key, value
        )

    def flip_character(self):
        table = self.table()
        column, key = self.dice.choice(COLUMNS[table]), self.some_key(table)
        ((value,),) = self.rows(f"SELECT {column} FROM {table} WHERE {KEYS[table]} = ?", key)
        if not isinstance(value, str) or not value:
            return 0
        place = self.dice.randrange(len(value))
        other = chr(ord(value[place]) ^ (1 << self.dice.randrange(5)))
        changed = value[:place] + other + value[place + 1 :]
        return self.sql(f"UPDATE {table} SET {column} = ? WHERE {KEYS[table]} = ?", changed, key)

    def move(self):
        table = self.table()
        key, other = self.some_key(table), self.dice.choice([-5, 0, 10_000, 10_001])
        return self.sql(f"UPDATE {table} SET {KEYS[table]} = ? WHERE {KEYS[table]} = ?", other, key)

    def delete(self):
        table = self.table()
        return self.sql(f"DELETE FROM {table} WHERE {KEYS[table]} = ?", self.some_key(table))

    def cut_off(self):
        """Everything from some point on, events and seals alike, back to a state that once was true."""
        ((first,),) = self.rows(f"SELECT first_id FROM {SEAL} WHERE number = ?", self.some_key(SEAL))
        return self.sql(f"DELETE FROM {EVENT} WHERE id >= ?", first) + self.sql(
            f"DELETE FROM {SEAL} WHERE first_id >= ?", first
        )

    def cut_off_events(self):
        return self.sql(f"DELETE FROM {EVENT} WHERE id >= ?", self.some_key(EVENT))

    def copy(self):
        """A true event again, code and all: at the end, or among the sealed."""
        table = self.table()
        to = self.dice.choice([-1, 0, 10_000])
        names = ", ".join(COLUMNS[table])
        return self.sql(
            f"INSERT INTO {table} ({KEYS[table]}, {names}) SELECT ?, {names} FROM {table} WHERE {KEYS[table]} = ?",
            to,
            self.some_key(table),
        )

    def forge(self):
        """A new event with a code made without the key."""
        return self.sql(
            f"INSERT INTO {EVENT} (id, at, action, outcome, kind, object, others, fields, relationship, request, nonce, mac) "
            "VALUES (?, '2026-11-22 09:00:00', 'family.read', 'looked', 'family', '', '[]', '[]', '', '', ?, ?)",
            self.dice.choice([-1, 0, 10_000]),
            f"{self.dice.getrandbits(64):016x}",
            f"{self.dice.getrandbits(256):064x}",
        )

    def swap(self):
        table = self.table()
        one, other = self.some_key(table), self.some_key(table)
        key, spare = KEYS[table], 20_000
        if one == other:
            return 0
        for before, after in ((one, spare), (other, one), (spare, other)):
            self.sql(f"UPDATE {table} SET {key} = ? WHERE {key} = ?", after, before)
        return 1

    def swap_column(self):
        table = self.table()
        column, key = self.dice.choice(COLUMNS[table]), KEYS[table]
        one, other = self.some_key(table), self.some_key(table)
        ((mine,),) = self.rows(f"SELECT {column} FROM {table} WHERE {key} = ?", one)
        ((theirs,),) = self.rows(f"SELECT {column} FROM {table} WHERE {key} = ?", other)
        if mine == theirs:
            return 0
        self.sql(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", theirs, one)
        return self.sql(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", mine, other)

    def empty(self):
        return self.sql(f"DELETE FROM {self.table()}")

    def heads_file(self):
        lines = self.file.read_bytes().splitlines(keepends=True)
        one, other = self.dice.sample(range(len(lines)), 2)
        way = self.dice.choice(["cut", "byte", "remove", "swap", "copy", "shorten", "forge", "empty"])
        if way == "cut":
            del lines[one:]
            self.is_cut_of_last_line = one == 11
        elif way == "byte":
            place = self.dice.randrange(len(lines[one]) - 1)
            line = bytearray(lines[one])
            line[place] ^= 1 << self.dice.randrange(7)
            lines[one] = bytes(line)
        elif way == "remove":
            del lines[one]
            self.is_cut_of_last_line = one == 11
        elif way == "swap":
            lines[one], lines[other] = lines[other], lines[one]
        elif way == "copy":
            lines.insert(other, lines[one])
        elif way == "shorten":
            whole = b"".join(lines)
            size = self.dice.randrange(len(whole))
            self.is_cut_of_last_line = size >= len(whole) - len(lines[-1])
            lines = [whole[:size]]
        elif way == "forge":
            lines.append(lines[-1].replace(b'"seal": 6', b'"seal": 7'))
        else:
            lines = []
        before = self.file.read_bytes()
        self.file.write_bytes(b"".join(lines))
        return before != b"".join(lines)


WAYS = [name for name in vars(Attack) if not name.startswith("_") and name not in ("sql", "rows", "table", "some_key")]


@pytest.fixture
def sealed_store(sqlite_store, monkeypatch):
    """Sixty events under six seals, and four that are not sealed yet."""
    monkeypatch.setattr(seal, "MOST_EVENTS", 10)
    dice = random.Random(1)
    for number in range(SEALED + TAIL):
        if number == SEALED:
            seal.seal(sqlite_store)
        record(
            dice.choice(["family.read", "family.find", "family.record"]),
            by=None,
            kind="family",
            object=uuid.UUID(int=dice.getrandbits(128)),
            outcome=dice.choice(["done", "looked", "refused"]),
            family=dice.choice([None, uuid.UUID(int=dice.getrandbits(128))]),
            others=[uuid.UUID(int=dice.getrandbits(128)) for _ in range(dice.randrange(3))],
            fields=dice.sample(["summary", "team", "answer"], dice.randrange(3)),
            relationship=dice.choice(["", "own", "team"]),
            using=sqlite_store,
        )
    assert check(sqlite_store).faults == []
    assert (check(sqlite_store).seals, check(sqlite_store).unsealed) == (6, TAIL)
    return sqlite_store


def test_a_thousand_tamperings_are_detected(sealed_store):
    file, wanted = heads.path_of(sealed_store), int(os.environ.get("THINKFAMILY_TAMPERINGS", "1000"))
    true_heads, missed, done, number = file.read_bytes(), [], Counter(), 0
    while done.total() < wanted:
        number += 1
        dice = random.Random(number)
        with atomic(using=sealed_store):
            attack, way = Attack(sealed_store, dice), dice.choice(WAYS)
            triggers.drop(connections[sealed_store])
            try:
                with atomic(using=sealed_store):
                    is_changed = getattr(attack, way)()
            except Error:  # the table's own constraints refused it
                is_changed = False
            triggers.create(connections[sealed_store])
            if is_changed:
                done[way] += 1
                checked = check(sealed_store)
                # The last line of the heads file says what the line before it said; its loss is told, and mended.
                if not (checked.notes if attack.is_cut_of_last_line else checked.faults):
                    missed.append((number, way))
            set_rollback(True, using=sealed_store)
        file.write_bytes(true_heads)
    assert missed == []
    assert set(done) == set(WAYS)
    assert min(done.values()) >= wanted // (4 * len(WAYS)), done
    assert check(sealed_store).faults == [], "and the audit as it was still holds"


@pytest.mark.parametrize("column", COLUMNS[EVENT])
def test_an_edited_event_is_named_with_its_seal(sealed_store, column):
    triggers.drop(connections[sealed_store])
    with connections[sealed_store].cursor() as cursor:
        cursor.execute(f"UPDATE {EVENT} SET {column} = '11111111111111111111111111111111' WHERE id = 25")
    triggers.create(connections[sealed_store])
    faults = check(sealed_store).faults
    assert (faults[0].event, faults[0].seal) == (25, 3)
    assert "1111" not in " ".join(str(fault) for fault in faults)


def test_a_rollback_of_everything_is_seen_only_against_a_head_noted_elsewhere(sealed_store):
    """Who cuts back database and heads file together leaves what once was true: so heads are noted elsewhere."""
    noted = check(sealed_store).head
    assert has_head(sealed_store, noted)
    triggers.drop(connections[sealed_store])
    with connections[sealed_store].cursor() as cursor:
        cursor.execute(f"DELETE FROM {EVENT} WHERE id > 50")
        cursor.execute(f"DELETE FROM {SEAL} WHERE number > 5")
    triggers.create(connections[sealed_store])
    file = heads.path_of(sealed_store)
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:10]))
    assert check(sealed_store).faults == []
    assert not has_head(sealed_store, noted)


def test_an_event_moved_to_the_other_store_does_not_hold(sealed_store, monkeypatch):
    monkeypatch.setattr("thinkfamily.casework.audit.verify.read_event", lambda store, values: _as_of("other", values))
    assert check(sealed_store).faults


def _as_of(store, values):
    from thinkfamily.casework.audit.canonical import read_event

    return read_event(store, values)
