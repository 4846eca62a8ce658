"""What somebody types as a file of a programme or of questions is taken, or refused in words: no page breaks of it."""

from __future__ import annotations

import re

import pytest
import yaml
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.families.test_written import client_of
from tests.casework.plans.seeded import day
from tests.casework.questions.asking import proposed
from thinkfamily.casework.profiles.models import ProfileVersion
from thinkfamily.casework.questions.models import LocalQuestion
from thinkfamily.casework.questions.problems import QuestionError
from thinkfamily.core.typed import read_yaml
from thinkfamily.programmes.profile import FOLDER

# A half of a sign and none at all, a day that is none, and what never ends: none of them is found by looking at the signs sent.
ODD = {
    "half": r'"Round \uD800 the table"',
    "nothing": r'"Round \0 the table"',
    "mark": r'"\x02 the table"',
    "day": "2026-13-45",
    "deep": "[" * 3000,
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_nobody_types_is_no_yaml(odd):
    with pytest.raises(yaml.YAMLError):
        read_yaml(f"title: {odd}\n")
    assert read_yaml('title: "Teulu’r Bont: two\\nlines, \\u05d0, 😀"\n')["title"].endswith("😀")


@pytest.mark.django_db
def test_an_odd_file_of_a_programme_or_of_questions_is_refused_beside_its_field():
    now, client = day(0), client_of(make.worker("manager"))
    sent = {"because": "Ours", "from_on_day": now.day, "from_on_month": now.month, "from_on_year": now.year}
    whole = (FOLDER / "family_help.yaml").read_text(encoding="utf-8").replace("code: family_help", "code: ours")
    for odd in ODD.values():
        text = re.sub(r"(?m)^title:.*$", lambda _found, odd=odd: f"title: {odd}", whole, count=1)
        asks = f"questions:\n- code: ours\n  form: contact\n  kind: short\n  asks: {odd}\n"
        for page, told in (("profiles:new", text), ("questions:bring", asks)):
            answer = client.post(reverse(page), sent | {"text": told})
            assert answer.status_code == 200
            assert "text" in answer.context["form"].errors
    assert not ProfileVersion.objects.exists()
    assert not LocalQuestion.objects.exists()


@pytest.mark.django_db
def test_a_choice_of_two_lines_could_never_be_chosen_and_is_refused():
    with pytest.raises(QuestionError, match="TF-QUESTION-016"):
        proposed(kind="one", options=["Gas", "Wood\nor coal"])
