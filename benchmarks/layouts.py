"""Reading files in real layouts at the size of a county: a children in need census, and a year's attendance by session.

    python benchmarks/layouts.py [--children 20000] [--pupils 40000]

Promise: the census within 20 CPU seconds and 1.5 GiB, the attendance (380 columns) within 60 CPU seconds and 4 GiB, the events
in memory included. Prints the figures; the exit code is 1 when one of them is not met.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from identify import measure

FEED = 'agency = "Invented"\nextract_on = 2026-09-30\ncovers_from = 2025-09-02\ncovers_until = 2026-07-23\n'
FEED += 'absence_means = "unknown"\nsynthetic = true\n'
READ = """
import sys
from datetime import date
from pathlib import Path
from thinkfamily.core.progress import Silent
from thinkfamily.engine.intake import read_extracts
from thinkfamily.engine.store import Store
store = Store(Path(sys.argv[1]) / "spill")
read_extracts(store, Path(sys.argv[1]) / "extracts", date(2026, 10, 1), Silent())
assert store.value("select count(*) from event") == int(sys.argv[2])
"""
SESSIONS = 380
# By file: most CPU seconds, most MiB.
MOST = {"census": (20, 1.5 * 1024), "attendance": (60, 4 * 1024)}


def child(number: int) -> Iterator[str]:
    """One child of the census, with one referral and all that can follow it twice over."""
    yield f"<Child><ChildIdentifiers><LAchildID>C{number}</LAchildID><UPNunknown>UN1</UPNunknown>"
    yield f"<PersonBirthDate>{2008 + number % 12}-01-{1 + number % 28:02}</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>"
    yield "<ChildCharacteristics><Ethnicity>NOBT</Ethnicity><Disabilities><Disability>NONE</Disability></Disabilities>"
    yield "</ChildCharacteristics><CINdetails><CINreferralDate>2026-01-05</CINreferralDate>"
    for month in (2, 3):
        yield f"<Assessments><AssessmentActualStartDate>2026-{month:02}-01</AssessmentActualStartDate>"
        yield "<FactorsIdentifiedAtAssessment>" + "<AssessmentFactors>2B</AssessmentFactors>" * 4
        yield f"</FactorsIdentifiedAtAssessment></Assessments><CINPlanDates><CINPlanStartDate>2026-{month:02}-02"
        yield f"</CINPlanStartDate></CINPlanDates><Section47><S47ActualStartDate>2026-{month:02}-03</S47ActualStartDate>"
        yield f"</Section47><ChildProtectionPlans><CPPstartDate>2026-{month:02}-04</CPPstartDate><Reviews>"
        yield "<CPPreviewDate>2026-05-01</CPPreviewDate>" * 3 + "</Reviews></ChildProtectionPlans>\n"
    yield "</CINdetails></Child>\n"


def write_census(extracts: Path, children: int) -> int:
    """Write the file; how many events it holds."""
    feed = extracts / "childrens_social_care"
    feed.mkdir(parents=True)
    (feed / "feed.toml").write_text(FEED + 'map = "cin_census"\n')
    with (feed / "census.xml").open("w") as file:
        file.write("<Message><Children>\n")
        for number in range(children):
            file.writelines(child(number))
        file.write("</Children></Message>\n")
    return children * 9


def write_attendance(extracts: Path, pupils: int) -> int:
    """Write the file; how many events it holds."""
    feed = extracts / "education"
    feed.mkdir(parents=True)
    (feed / "feed.toml").write_text(FEED + 'map = "attendance_by_session"\n')
    days = [day for n in range(SESSIONS) if (day := date(2025, 9, 2) + timedelta(days=n)).weekday() < 5][
        : SESSIONS // 2
    ]
    names = [f"{day:%d/%m/%Y} {half}" for day in days for half in ("AM", "PM")]
    marks = [",".join("IO/\\L"[(n * 7 + place) % 5] for place in range(len(names))) for n in range(5)]
    with (feed / "attendance.csv").open("w") as file:
        file.write(",".join(["UPN", "Surname", *names]) + "\n")
        file.writelines(f"U{number},S{number % 997},{marks[number % 5]}\n" for number in range(pupils))
    return pupils * len(names)


def main() -> int:
    """Write both files, read each in a process of its own, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--pupils", type=int, default=40_000)
    wanted = parser.parse_args()
    are_met = True
    for name, write, size in (
        ("census", write_census, wanted.children),
        ("attendance", write_attendance, wanted.pupils),
    ):
        with tempfile.TemporaryDirectory() as folder:
            events = write(Path(folder) / "extracts", size)
            megabytes = sum(path.stat().st_size for path in Path(folder).rglob("*.*")) / 1e6
            cpu, peak = measure([sys.executable, "-c", READ, folder, str(events)])
        most_cpu, most_peak = MOST[name]
        print(
            f"{name}: {events:,} events of {megabytes:,.0f} MB; {cpu:.1f} CPU s (at most {most_cpu}), "
            f"{peak:,.0f} MiB (at most {most_peak:,.0f})"
        )
        are_met = are_met and cpu <= most_cpu and peak <= most_peak
    return 0 if are_met else 1


if __name__ == "__main__":
    sys.exit(main())
