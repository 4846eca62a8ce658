"""What a worker can do wrong on a family's file. None of these holds a value of anybody's."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from thinkfamily.casework.access.permissions import NotPossibleError

NOTHING_CHANGED = noop("Nothing was changed.")


class FamilyError(NotPossibleError):
    """Something asked of a family's file cannot be done."""

    exit_code = 10


def not_there(what: str) -> FamilyError:
    """What was named is not on this file, or not for this reader: the two are not told apart."""
    return FamilyError(
        "TF-FAMILY-001",
        what,
        found=_("Found nothing of that id on this family's file."),
        means=_(NOTHING_CHANGED),
        do=_("Choose from what the page offers."),
    )


def written_meanwhile() -> FamilyError:
    """Two people wrote the summary at once."""
    return FamilyError(
        "TF-FAMILY-002",
        "text",
        found=_("Found that somebody else changed the summary after you opened it."),
        means=_("Yours was not saved, so that theirs is not lost."),
        do=_("Read theirs, then add yours to it."),
    )


def not_fitting(where: str, found: str, do: str) -> FamilyError:
    """A correction or a statement contradicts itself."""
    return FamilyError("TF-FAMILY-003", where, found=found, means=_(NOTHING_CHANGED), do=do)


def place_of_safety(where: str) -> FamilyError:
    """A text would tell where somebody is who must not be found. It repeats nothing; only who may know it is told so."""
    return FamilyError(
        "TF-FAMILY-006",
        where,
        found=_("This text would tell where somebody is who must not be found."),
        means=_(NOTHING_CHANGED),
        do=_("Leave the place out; say it to those who may know."),
    )


def asked_already() -> FamilyError:
    """Information governance has been asked whether identities may be joined, and has not decided."""
    return FamilyError(
        "TF-FAMILY-008",
        "",
        found=_("Found that this is before information governance already."),
        means=_("They stay apart, here and in the analysis, until it has decided."),
        do=_("Wait, or speak to information governance; do not write it on the file."),
    )


def joining_decided() -> FamilyError:
    """Somebody else has decided whether identities may be joined, or what was asked no longer fits."""
    return FamilyError(
        "TF-FAMILY-009",
        "",
        found=_("Found that this was decided already, or that the file has changed so that there is nothing to join."),
        means=_(NOTHING_CHANGED),
        do=_("Go back to the list."),
    )


def wrong_packet(where: str, found: str) -> FamilyError:
    """A packet is of another kind, or speaks of a family in a way that cannot be taken in."""
    return FamilyError(
        "TF-FAMILY-004",
        where,
        found=found,
        means=_("Nothing of the packet was taken in."),
        do=_("Bring a case update packet."),
    )


def missed_packet() -> FamilyError:
    """A packet tells only what is new since another one, which this site has not taken in."""
    return FamilyError(
        "TF-FAMILY-005",
        "packet.json",
        found=_(
            "Found that it tells only what is new since an earlier packet, and that this one was not brought here."
        ),
        means=_("Nothing of the packet was taken in: files would lack what came between."),
        do=_("Bring the earlier packet first, or ask for one that tells all: thinkfamily handover without --previous."),
    )


def no_such_team(found: str, do: str) -> FamilyError:
    """A file cannot be given to this team."""
    return FamilyError("TF-FAMILY-007", "team", found=found, means=_(NOTHING_CHANGED), do=do)
