"""The errors that people can cause at the desk. None takes a value of a row."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.core.errors import UserError


class DeskError(UserError):
    """The desk cannot do what was asked."""

    exit_code = 10


def refused_packet(found: str, do: str) -> DeskError:
    """A packet is not for this desk."""
    return DeskError("TF-DESK-001", "the packet", found=found, means=_("Nothing of it was kept."), do=do)


def bad_upload(found: str) -> DeskError:
    """A file that was sent is no packet in a zip file."""
    return DeskError(
        "TF-DESK-002",
        "the file",
        found=found,
        means=_("It was not opened further, and nothing of it was kept."),
        do=_("Zip the packet's folder as it is, with nothing added, and send that file."),
    )


def no_keys(folder: str) -> DeskError:
    """Nobody has said whose packets are trusted."""
    return DeskError(
        "TF-DESK-003",
        folder,
        found=_("Found no public key that is trusted here."),
        means=_("No packet can be read: nobody could tell who wrote it."),
        do=_("Put the operator's .pub file there, after comparing its number with the operator by another way."),
    )


def purge_first(packets: int) -> DeskError:
    """What is due has not been purged."""
    return DeskError(
        "TF-DESK-004",
        "the consideration desk",
        found=ngettext(
            "Found %(count)d earlier packet whose candidates should have been purged by now.",
            "Found %(count)d earlier packets whose candidates should have been purged by now.",
            packets,
        )
        % {"count": packets},
        means=_("Nothing more is laid on the desk until that is done."),
        do=_("Purge, on the page Purge or with thinkfamily desk purge, and bring the packet again."),
    )


def not_now_possible(found: str, means: str, do: str) -> DeskError:
    """A step of a decision is out of turn."""
    return DeskError("TF-DESK-005", "the consideration desk", found=found, means=means, do=do)


def nothing_to_send(found: str, do: str) -> DeskError:
    """There is no feedback to write."""
    return DeskError("TF-DESK-006", "feedback", found=found, means=_("Nothing was written."), do=do)


def no_such_worker(where: str, found: str) -> DeskError:
    """A command was given no account that may act."""
    return DeskError(
        "TF-DESK-007",
        where,
        found=found,
        means=_("Nothing was done: every step at the desk is some named person's."),
        do=_(
            "Give the id of an account with that role. Its holder finds the id on the pages Bring a packet and Purge."
        ),
    )
