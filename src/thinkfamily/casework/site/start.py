"""Starts Django for a command: the one place where a process becomes the site."""

from __future__ import annotations

import os
from pathlib import Path

from thinkfamily.casework.site.instance import Instance, SiteError, from_environment

# The router keeps all other apps out of the desk's store; not asking for them saves most of the time.
DESK_APPS = ("audit", "consideration")


def start(folder: Path | None = None, mode: str | None = None) -> Instance:
    """Make this process the site of one folder, and return its installation.

    Args:
        folder: the site's folder; None for ``THINKFAMILY_SITE``, or ``site`` here.
        mode: live, training or demo; None for ``THINKFAMILY_MODE``, or what the folder was made as.

    Raises:
        SiteError: the folder cannot be used, or was made in another mode.
    """
    if folder is not None:
        os.environ["THINKFAMILY_SITE"] = str(folder)
    if mode is not None:
        os.environ["THINKFAMILY_MODE"] = mode
    kept = Path(os.environ.get("THINKFAMILY_SITE", "site")) / "mode"
    if "THINKFAMILY_MODE" not in os.environ and kept.exists():
        os.environ["THINKFAMILY_MODE"] = kept.read_text(encoding="ascii").strip()
    instance = from_environment()
    _keep_mode(instance)
    os.environ["DJANGO_SETTINGS_MODULE"] = "thinkfamily.casework.site.settings"
    import django  # Django loads only for commands of the site

    django.setup()
    return instance


def prepare() -> None:
    """Bring both databases to this version; nothing happens where they are.

    Raises:
        SiteError: one of them does not let the site in, or cannot be written.
    """
    from django.core.management import call_command

    from thinkfamily.casework.site.reach import must_answer, writing

    must_answer()
    with writing():
        call_command("migrate", verbosity=0, interactive=False)
        for app in DESK_APPS:
            call_command("migrate", app, database="candidates", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def _keep_mode(instance: Instance) -> None:
    """A folder keeps the mode it was made in: invented people never enter a live site, nor real ones a demo.

    Raises:
        SiteError: it was made in another mode, or cannot be written.
    """
    kept = instance.folder / "mode"
    try:
        instance.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not kept.exists():
            kept.write_text(instance.mode + "\n", encoding="ascii")
        made_as = kept.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SiteError(
            "TF-SITE-003",
            str(instance.folder),
            found=f"Found that the site's folder cannot be used: {error.strerror}.",
            means="The site did not start.",
            do="Name another folder, or ask for the right to write this one.",
        ) from None
    if made_as != instance.mode:
        raise SiteError(
            "TF-SITE-004",
            str(instance.folder),
            found=f"Found a site that was made as {made_as}; expected {instance.mode}.",
            means="The site did not start: a site never changes between invented and real people.",
            do="Leave the mode out, or name another folder.",
        )
