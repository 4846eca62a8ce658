"""What a site does whose round of files is killed as it is signed, for its test: all in one process, which forks each that dies.

A child signs the round and kills itself outright at one statement. The parent looks at what is there afterwards.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connections

from tests.casework import factories as make
from tests.casework.retention.over import everywhere, left_of, over
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.audit.seal import STORES, seal
from thinkfamily.casework.audit.verify import check
from thinkfamily.casework.consideration.models import TakenUp
from thinkfamily.casework.families.models import Family, Person
from thinkfamily.casework.retention import actions
from thinkfamily.casework.retention.actions import rounds as carrying
from thinkfamily.casework.retention.models import Round

FILES = 5


def play(kills: int) -> dict[str, Any]:
    """Kill a round at so many moments before it is kept, and once right after; take it up again each time; what was found.

    Raises:
        AssertionError: something was half-deleted, or the audit is not as it was written.
    """
    one, two = make.worker("governance"), make.worker("governance")
    row = _proposed(one, two)
    ids = _ids(row)
    before = everywhere()
    last = _statements(row, two)
    moments = sorted({1 + (last - 1) * n // max(1, kills - 1) for n in range(kills)})
    for moment in moments:
        assert _killed(row, two, moment), f"it was over before statement {moment}"
        assert everywhere() == before, f"half-deleted by a kill at statement {moment} of {last}"
        assert Round.objects.get(pk=row.pk).waits
        _must_be_sound()
    # Between the two databases: the files have gone, and the desk still knows them until its job has run.
    assert _died(lambda: _sign(row, two, at_the_desk=_die))
    row = Round.objects.get(pk=row.pk)
    files = list(row.files.all())
    assert row.signed_by == two.pk
    assert all(file.purged_at for file in files)
    assert sum(len(file.handles) for file in files) == FILES == TakenUp.objects.count()
    assert actions.let_go_at_the_desk() == FILES
    assert not TakenUp.objects.exists()
    assert left_of(*ids) == []
    assert AuditEvent.objects.filter(action="retention.purge").count() == FILES
    _must_be_sound()
    # And the next round goes as any other does.
    again = actions.sign(_proposed(one, two), by=two)
    assert [file.stayed_because for file in again.files.all()] == [""] * FILES
    assert not Family.objects.exists()
    _must_be_sound()
    return {"moments": len(moments), "statements": last}


def _proposed(one: Worker, two: Worker) -> Round:
    """A round of files, of which the desk knows each."""
    for number in range(FILES):
        family = over()
        make.statement(family, recorded_by=one.pk)
        make.need(family)
        make.involve(one, family, "adult_lead", until=family.made_at.date())
        handle = f"{number}{len(TakenUp.objects.all())}".ljust(64, "h")
        Family.objects.filter(pk=family.pk).update(handle=handle)
        TakenUp.objects.create(handle=handle, series="s", packet_id="p", decided_by=one.pk, signed_by=two.pk)
    for store in STORES:
        seal(store)
    return actions.propose(by=one)


def _ids(row: Round) -> list[Any]:
    families = list(row.files.values_list("family", flat=True))
    return [*families, *Person.objects.filter(memberships__family__in=families).values_list("pk", flat=True)]


def _must_be_sound() -> None:
    """Both databases and their audits are whole."""
    for store in STORES:
        with connections[store].cursor() as cursor:
            if connections[store].vendor == "sqlite":
                cursor.execute("pragma integrity_check")
                assert cursor.fetchall() == [("ok",)]
            connections[store].check_constraints()
        found = [str(fault) for fault in check(store).faults]
        assert found == []


def _die(*_given: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _sign(row: Round, by: Worker, *, at: int = 0, at_the_desk: Any = None) -> None:
    """Sign it, and die before one statement, or where the desk would be told."""
    asked = 0

    def counting(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked == at:
            _die()
        return execute(*given)

    if at_the_desk is not None:
        carrying.let_go_at_the_desk = at_the_desk
    with connections["default"].execute_wrapper(counting):
        actions.sign(row, by=by)


def _killed(row: Round, by: Worker, at: int) -> bool:
    """Whether signing was killed at a statement."""
    return _died(lambda: _sign(row, by, at=at))


def _died(act: Callable[[], None]) -> bool:
    """Whether a child that does something died of being killed."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            act()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _statements(row: Round, by: Worker) -> int:
    """How many statements signing takes until it is kept: a child counts them, and dies as the last is done."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        asked = 0

        def counting(execute: Callable[..., Any], *given: Any) -> Any:
            nonlocal asked
            asked += 1
            return execute(*given)

        ours = carrying.record

        def last(action: str, **given: Any) -> Any:
            made = ours(action, **given)
            if action == "retention.sign":
                os.write(writing, str(asked).encode())
                _die()
            return made

        carrying.record = last
        try:
            with connections["default"].execute_wrapper(counting):
                actions.sign(row, by=by)
        finally:
            os._exit(1)
    os.close(writing)
    told = os.read(reading, 20)
    os.close(reading)
    os.waitpid(child, 0)
    return int(told)
