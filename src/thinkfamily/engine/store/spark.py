"""A run whose Ibis expressions, and the scoring of pairs, Spark works out: an extra, for more than one machine holds.

The tables of a run are shared as Parquet in the run's hidden folder. Each engine sees a table by its name, whichever of the
two made it: DuckDB reads what Spark wrote where it lies, and Spark gets what DuckDB holds when it first asks for it.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import shutil
import subprocess
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import polars as pl

from thinkfamily.core.errors import EngineError
from thinkfamily.engine.store.embedded import Store, Tables

OLDEST_JAVA = 17
# A remark can quote a row. Without an appender of its own, Spark would take the file for none.
_NO_REMARKS = """\
appender.none.type = Null
appender.none.name = none
rootLogger.level = off
rootLogger.appenderRef.none.ref = none
"""
# Spark's own exit code for a full memory, and those of a process that the system ends for want of it.
FULL = (52, -9, 137)
SECONDS_TO_END = 20
_MIB = {"K": 1 / 1024, "M": 1, "G": 1024, "T": 1024 * 1024}


class SparkStore(Store):
    """Tables of one run, on DuckDB and on Spark.

    Args:
        spill: a folder that every machine of the cluster reaches by this path; on one machine, any.
        threads, memory_limit: of this machine, where DuckDB and Spark's driver take half the memory each.

    Raises:
        EngineError: the packages of the extra, or Java, are missing.
    """

    def __init__(self, spill: Path, *, threads: int = 2, memory_limit: str = "3GB") -> None:
        refuse_without_spark()
        half = max(_mebibytes(memory_limit) // 2, 512)
        super().__init__(spill, threads=threads, memory_limit=f"{half}MiB")
        self._shared = (spill / "shared").absolute()
        self._shared.mkdir(parents=True)
        self._session = _session(self._shared, threads=threads, mebibytes=half)
        self._java = self._session.sparkContext._gateway.proc
        self._backend = _backend(self._session)
        self._folders: dict[str, Path] = {}
        self._written = 0

    @property
    def spark(self) -> Any:
        return self._session

    @property
    def ibis(self) -> Tables:
        return Tables(self._table)

    def _table(self, name: str) -> Any:
        """A table as Ibis sees it on Spark, which is given it when it has not met it."""
        if name not in self._folders and not self._session.catalog.tableExists(name):
            folder = self._new_folder(name)
            folder.mkdir()
            self.export(f'from "{name}"', folder / "part.parquet")
            self._show_spark(name, folder)
        return self._backend.table(name)

    def make(self, name: str, expression: Any) -> None:
        if isinstance(expression, str):
            self._make_here(name, expression)
            return
        folder = self._new_folder(name)
        self._worked_out(expression).write.parquet(str(folder))
        self.drop(name)
        self._show_spark(name, folder)
        self.run(f"""create view "{name}" as from read_parquet('{_quoted(folder)}/*.parquet')""")

    def _make_here(self, name: str, sql: str) -> None:
        if self._kind(name) == "VIEW":  # the query may read the view that its table replaces
            super().make("made_here", sql)
            self.drop(name)
            self.run(f'alter table made_here rename to "{name}"')
        else:
            super().make(name, sql)
            self._forget(name)

    def frame(self, query: Any, parameters: list[object] | dict[str, object] | None = None) -> pl.DataFrame:
        if isinstance(query, str):
            return super().frame(query, parameters)
        answer = pl.from_arrow(self._worked_out(query).toArrow())
        assert isinstance(answer, pl.DataFrame)
        return answer

    def put(self, name: str, rows: pl.DataFrame) -> None:
        self.drop(name)
        super().put(name, rows)

    def append(self, name: str, rows: pl.DataFrame) -> None:
        super().append(name, rows)
        self._forget(name)

    def has(self, name: str) -> bool:
        return self._kind(name) != ""

    def drop(self, *names: str) -> None:
        for name in names:
            kind = self._kind(name)
            if kind:
                self.run(f'drop {"view" if kind == "VIEW" else "table"} "{name}"')
            self._forget(name)

    def _kind(self, name: str) -> str:
        """What DuckDB holds a table as: a view where Spark made it; empty where there is none."""
        found = self.rows("select table_type from information_schema.tables where table_name = ?", [name])
        return str(found[0][0]) if found else ""

    def drop_all(self, prefix: str) -> None:
        super().drop_all(prefix)
        for table in self._session.catalog.listTables():
            if table.name.startswith(prefix):
                self._session.catalog.dropTempView(table.name)
        self._session.catalog.clearCache()
        for folder in self._shared.glob(f"checkpoints/*/{prefix}*"):
            shutil.rmtree(folder, ignore_errors=True)

    def is_full(self, error: BaseException) -> bool:
        if super().is_full(error):
            return True
        chain = _chain(error)
        if not any(type(each).__module__.startswith(("py4j", "pyspark")) for each in chain):
            return False
        return any(_tells_of_memory(each) for each in chain) or self._ended_by_itself() in FULL

    def _ended_by_itself(self) -> int | None:
        """What Java ended with; None if it is there. One whose memory is full says little, and ends soon after."""
        with suppress(subprocess.TimeoutExpired):
            return int(self._java.wait(SECONDS_TO_END))
        return None

    def close(self) -> None:
        from py4j.protocol import Py4JError

        # Java that has ended holds nothing any more, and answers no call.
        with suppress(Py4JError, OSError):
            self._session.stop()
        super().close()

    def _worked_out(self, expression: Any) -> Any:
        """An expression as Spark's, with the types that Ibis promises: to Spark a number written 100.0 is a DECIMAL."""
        from ibis.backends.pyspark.datatypes import PySparkType

        found = self._session.sql(self._backend.compile(expression))
        promised = {name: PySparkType.from_ibis(kind) for name, kind in expression.schema().items()}
        return found.select(*(found[f"`{name}`"].cast(kind).alias(name) for name, kind in promised.items()))

    def _new_folder(self, name: str) -> Path:
        """Never one that was there before: Spark reads a table's files while it makes the table that replaces it."""
        self._written += 1
        return self._shared / f"{name}-{self._written}"

    def _show_spark(self, name: str, folder: Path) -> None:
        self._session.read.parquet(str(folder)).createOrReplaceTempView(name)
        self._folders[name] = folder

    def _forget(self, name: str) -> None:
        """Take from Spark, and from the disk, what it knows of a table that has changed or gone."""
        folder = self._folders.pop(name, None)
        if folder is not None:
            self._session.catalog.dropTempView(name)
            shutil.rmtree(folder, ignore_errors=True)


def refuse_without_spark() -> None:
    """Say what is missing before any work is done.

    Raises:
        EngineError: a package of the extra, or Java, is missing.
    """
    means = "Nothing was written."
    lacking = [name for name in ("pyspark", "pandas") if importlib.util.find_spec(name) is None]
    if lacking:
        raise EngineError(
            "TF-ENGINE-001",
            "--engine spark",
            found=f"Found no {' and no '.join(lacking)}; Spark needs the packages of the extra named spark.",
            means=means,
            do="Install it: pip install 'thinkfamily[spark]'. One machine needs no Spark: leave --engine out.",
        )
    found = _java()
    if found < OLDEST_JAVA:
        raise EngineError(
            "TF-ENGINE-002",
            "--engine spark",
            found=f"Found {f'Java {found}' if found else 'no Java'}; Spark needs Java {OLDEST_JAVA} or later.",
            means=means,
            do=f"Install Java {OLDEST_JAVA}, or set JAVA_HOME to it. One machine needs no Spark: leave --engine out.",
        )


def _java() -> int:
    """The version of the Java that Spark would start; 0 where there is none."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not program:
        return 0
    try:
        said = subprocess.run([program, "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError):
        return 0
    version = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(version.group(1)) if version else 0


def _mebibytes(size: str) -> int:
    """``3GB`` as DuckDB reads it, in whole MiB and never more."""
    read = re.fullmatch(r"([\d.]+) ?([KMGT])(i?)B", size, re.IGNORECASE)
    assert read is not None
    share = 1.0 if read.group(3) else 1000 / 1024
    return int(float(read.group(1)) * _MIB[read.group(2).upper()] * share)


def _chain(error: BaseException | None) -> list[BaseException]:
    """An error, and those that it came from."""
    found: list[BaseException] = []
    while error is not None:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _tells_of_memory(error: BaseException) -> bool:
    """Whether Java, while it could, said that its memory is full."""
    with suppress(Exception):  # the text of an error of Java's is fetched from Java
        return re.search(r"OutOfMemoryError|UNABLE_TO_ACQUIRE_MEMORY", str(error)) is not None
    return False


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _session(folder: Path, *, threads: int, mebibytes: int) -> Any:
    """A session of the run's own, which nobody else on the machine can speak to, and which writes only in ``folder``."""
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    remarks = folder / "log4j2.properties"
    remarks.write_text(_NO_REMARKS, encoding="utf-8")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    logging.getLogger().addHandler(logging.NullHandler())  # the bridge's own remarks, of a line gone dead
    settings = {
        "spark.app.name": "thinkfamily",
        "spark.driver.memory": f"{mebibytes}m",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.authenticate": "true",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={remarks.as_uri()}",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.jars": similarity_jar_location(),
        "spark.sql.shuffle.partitions": str(4 * threads),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
        "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    }
    builder = SparkSession.builder.master(f"local[{threads}]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = builder.getOrCreate()
    session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
    return session


def _backend(session: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of versions of pandas that Spark has not yet been told of
        import ibis

        return ibis.pyspark.connect(session)
