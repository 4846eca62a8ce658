"""Unpacks a zip file that somebody sent: only a packet's own files, by their names, and never more than a packet holds."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from thinkfamily.casework.consideration.problems import bad_upload
from thinkfamily.tables.handover import CANDIDATE, CASE_UPDATE

MOST_SENT = 50 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
_CHUNK = 1024 * 1024
_NAMES = {"packet.json"} | {f"{table}.parquet" for table in (*CANDIDATE, *CASE_UPDATE)}


@contextmanager
def unpacked(sent: BinaryIO, size: int) -> Iterator[Path]:
    """The folder of a packet that was sent as a zip file; it is gone when the block ends.

    Args:
        sent: the file.
        size: its length in bytes.

    Raises:
        DeskError: it is no zip file, too large, or holds anything but one packet's files.
    """
    if size > MOST_SENT:
        raise bad_upload(_("Found a file of more than %(most)d MB.") % {"most": MOST_SENT // _CHUNK})
    # In the site's own folder: what is on its disk is under its rules, a machine's temporary folder is not.
    with tempfile.TemporaryDirectory(prefix=".packet-", dir=settings.INSTANCE.folder) as made:
        folder = Path(made)
        try:
            with zipfile.ZipFile(sent) as file:
                _unpack(file, folder)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
            raise bad_upload(_("Found a file that is no zip file, or is damaged or locked.")) from None
        yield folder


def _unpack(file: zipfile.ZipFile, folder: Path) -> None:
    room, seen, parents = MOST_UNPACKED, set(), set()
    for entry in file.infolist():
        if entry.is_dir():
            continue
        *above, name = entry.filename.split("/")
        # The file's path leads nowhere: what is written has one of our names, in our folder.
        if len(above) > 1 or name not in _NAMES or name in seen:
            raise bad_upload(_("Found something in it that is no file of a packet."))
        seen.add(name)
        parents.add("/".join(above))
        with file.open(entry) as source, (folder / name).open("xb") as target:
            # The sizes that a zip file states may be lies: what comes out is counted.
            while chunk := source.read(_CHUNK):
                room -= len(chunk)
                if room < 0:
                    raise bad_upload(_("Found more than %(most)d MB in it.") % {"most": MOST_UNPACKED // _CHUNK})
                target.write(chunk)
    if "packet.json" not in seen or len(parents) > 1:
        raise bad_upload(_("Found no packet in it, or more than one."))
