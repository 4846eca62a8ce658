"""Where the built front-end files lie: made by ``make assets``, never committed, carried by a built wheel."""

from __future__ import annotations

from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

from thinkfamily.casework.site.instance import SiteError

BUILT = Path(__file__).parent / "built"
STATIC_BUILT = str(BUILT)


class BuiltFiles(CompressedManifestStaticFilesStorage):
    """Files named by their content, so that a browser may keep them for ever; scripts find one another by those names."""

    support_js_module_import_aggregation = True


def require_built() -> None:
    """Look that the styles and scripts are there, before the first page would fail.

    Raises:
        SiteError: they were never built.
    """
    if not (BUILT / "staticfiles.json").exists():
        raise SiteError(
            "TF-SITE-021",
            "styles and scripts",
            found="Found none; they are built from their sources, or come with an installed wheel.",
            means="The site did not start.",
            do="Run `make assets` in the checkout, or install the wheel.",
        )
