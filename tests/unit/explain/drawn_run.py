"""A finished run of two families, drawn: enough of a run folder for an account."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.drawn import draw

from thinkfamily.engine.explain import READS
from thinkfamily.tables import made

SHAPES = {
    "cohort": made.Cohort,
    "cohort_what_if": made.CohortWhatIf,
    "eligibility": made.Eligibility,
    "family_move": made.FamilyMove,
    "family_member": made.FamilyMember,
    "person": made.Person,
    "indicator": made.Indicator,
    "evidence": made.Evidence,
    "family_cost": made.FamilyCost,
    "cost_line": made.CostLine,
    "unpriced": made.Unpriced,
    "family_service": made.FamilyService,
}
assert set(SHAPES) == set(READS)

DRAWN = {
    "cohort": """
        family_id | months_observed | cost_gbp | transfer_gbp | is_eligible | is_proposed | proposed_because
        F1 | 12 | 1200.00 | 200.00 | yes | yes | The entry rule is met (drawn).
        F2 | 12 | 0 | 0 | no | no | The entry rule is not met (drawn).
        F3 | 12 | 900.00 | 0 | yes | no | Not proposed (drawn).
    """,
    "cohort_what_if": """
        family_id | what_if | change
        F1 | transfers_counted | leaves
        F3 | transfers_counted | joins
    """,
    "eligibility": """
        family_id | programme | criteria_met | headings_met | agencies_met | criteria_unknown | is_eligible | is_listed | is_costliest
        F1 | westminster_3_percent | 3 | 3 | 2 | 2 | yes | yes | yes
        F1 | early_signs | 2 | 1 | 1 | 0 | yes | yes | yes
        F2 | westminster_3_percent | 0 | 0 | 0 | 0 | no | no | no
        F2 | early_signs | 0 | 0 | 0 | 0 | no | no | no
        F3 | westminster_3_percent | 3 | 3 | 2 | 0 | yes | no | no
        F3 | early_signs | 0 | 0 | 0 | 0 | no | no | no
    """,
    "family_move": """
        family_id | arrived_on | left_on
        F2 | 2025-11-03 | 2026-08-01
    """,
    "family_member": """
        family_id | person_id | role | residence | from_on | until_on | known_by
        F1 | P-secret-1 | child | with_children | - | - | Education states the parent
        F1 | P-secret-2 | child | away | 2026-02-01 | - | Looked after
        F1 | P-secret-3 | adult | with_children | - | 2026-08-01 | Parent of Child 1
        F1 | P-secret-4 | adult | elsewhere | - | - | Parent of Child 1
        F2 | P-secret-5 | adult | with_children | - | - | Parent
        F3 | P-secret-6 | adult | with_children | - | - | Parent
    """,
    "person": """
        person_id | is_child | age | sex | is_dead | records | feeds
        P-secret-1 | yes | 7 | female | no | 2 | 2
        P-secret-2 | yes | 15 | male | no | 2 | 2
        P-secret-3 | no | 41 | female | no | 2 | 2
        P-secret-4 | - | - | male | yes | 2 | 2
        P-secret-5 | no | 30 | male | no | 2 | 2
        P-secret-6 | no | 30 | male | no | 2 | 2
    """,
    "indicator": """
        family_id | person_id | programme | criterion | heading | answer | reason
        F1 | P-secret-2 | westminster_3_percent | crime | crime | yes | 1 event; 1 is enough.
        F1 | P-secret-1 | westminster_3_percent | school_attendance | education | unknown | No education feed.
        F1 | - | westminster_3_percent | benefit_dependency | finance | unknown | No dwp feed.
        F1 | P-secret-3 | westminster_3_percent | crime | crime | unknown | No probation feed.
        F1 | P-secret-1 | early_signs | suspended | exclusion | yes | Suspended once (drawn).
    """,
    "evidence": """
        family_id | person_id | programme | criterion | feed | record_id | event | from_on | until_on | quantity | reference | detail
        F1 | P-secret-2 | westminster_3_percent | crime | police | REC-secret | arrest | 2026-01-05 | - | - | REF-secret | no_action
        F1 | P-secret-2 | westminster_3_percent | crime | police | REC-secret | rent_arrears | 2026-01-06 | - | 512.5 | REF-secret | -
    """,
    "family_cost": """
        family_id | agency | cost_gbp | transfer_gbp | price_year
        F1 | POLICE | 1000.00 | 0 | 2026-27
        F1 | DWP | 200.00 | 200.00 | 2026-27
    """,
    "cost_line": """
        family_id | person_id | feed | record_id | event | reference | from_on | unit_cost | agency | quantity | cost_gbp | is_transfer
        F1 | P-secret-2 | police | REC-secret | arrest | REF-secret | 2026-01-05 | UCD14-CR7.0 | POLICE | 1 | 1000.00 | no
        F1 | P-secret-3 | dwp | REC-secret | out_of_work_benefit | - | 2025-10-01 | UCD14-E&E1.0.1 | DWP | 0.021657 | 200.00 | yes
    """,
    "unpriced": """
        family_id | event | detail | events | quantity | unit
        F1 | missing_episode | - | 2 | - | -
        F1 | rent_arrears | - | 1 | 512.5 | gbp
    """,
    "family_service": """
        family_id | agency | service | people | from_on | until_on | is_open
        F1 | LA-EDU | Lark <Primary> | 2 | 2024-09-01 | - | yes
        F1 | NHS | A&E | 1 | 2026-01-01 | 2026-01-02 | no
    """,
}


def write_run(folder: Path, **drawn: str) -> Path:
    """Write the drawn run into a folder; a table can be drawn otherwise."""
    folder.mkdir(parents=True)
    for name, shape in SHAPES.items():
        draw(shape, (DRAWN | drawn)[name]).write_parquet(folder / f"{name}.parquet")
    facts: dict[str, Any] = {
        "program_version": "0.1.0",
        "programmes": ["westminster_3_percent", "early_signs"],
        "as_at": "2026-09-30",
        "is_synthetic": True,
        "feeds": [{"feed": "police"}, {"feed": "dwp"}],
        "stages": {
            "cohort": {"least_cost_proposed_gbp": "950.00", "capacity_share": 0.03, "costliest": 1},
            "costs": {"price_year": "2026-27", "deflator_is_forecast": True},
        },
    }
    (folder / "run.json").write_text(json.dumps(facts))
    return folder
