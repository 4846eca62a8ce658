"""Print the interface's OpenAPI description, as ``/api/openapi.json`` answers it: ``python -m`` this module."""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Print it to standard output."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thinkfamily.casework.site.settings")
    django.setup()
    from thinkfamily.casework.site.api.operations import api

    json.dump(api.get_openapi_schema(path_prefix="/api/"), sys.stdout)


if __name__ == "__main__":
    main()
