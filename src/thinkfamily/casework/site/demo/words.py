"""What invented families and their workers say. Nobody said any of it."""

from __future__ import annotations

from typing import Any

FIRST = [
    "Testa",
    "Mocky",
    "Fabia",
    "Invento",
    "Demora",
    "Samplo",
    "Placida",
    "Pretendo",
    "Nobby",
    "Stub",
    "Madeupa",
    "Quillon",
]
LAST = [
    "Mockbury",
    "Testerton",
    "Fablewright",
    "Inventon",
    "Demoford",
    "Samplesby",
    "Nobodyson",
    "Pretendham",
    "Stubworth",
]
HAPPENING = [
    "Mornings are hard: two children miss school, and the mother is tired of the calls.",
    "The rent is behind since the hours at work were cut, and letters go unopened.",
    "Calls at night, neighbours who complain, and a boy who is seen in town during lessons.",
    "A grandmother looks after three children and says that it is too much alone.",
    "Arguments, a father who comes and goes, and a girl who looks after the little ones.",
    "Drink was under control until the move; now the health visitor is not let in.",
]
TOLD = "Thank you. Somebody has been in touch with the family."
OFFERED = (
    "What the help is, what is recorded and who reads it, and that they may say no; the notice was left with them."
)
STRENGTHS = [
    "They laugh together, and the eldest looks out for the others.",
    "She asks early, and keeps what she promises.",
    "The aunt across the road is there every afternoon.",
]
MEANS = [
    "With the rent settled and one visitor in place of five, mornings will follow.",
    "It is sleep, not school, that keeps the children away: begin with the nights.",
    "The father's visits decide how the week goes: one plan with him, not around him.",
]
STAYS = "Explained by the doctor the same day; the family was told, and the lead visits twice this week."
SUMMARY = "The family moved for work. Plan, chronology and family tree go with it; goals are half way."
VISITS = [
    ("Looked through the post together and rang the landlord.", "She rings herself when somebody sits beside her."),
    ("Walked to school with the two younger ones.", "The first ten minutes decide the day."),
    ("Talked in the kitchen about the weekend.", "He was calm; ask again when the father has been."),
    ("Went along to the doctor.", "They were heard, and will go alone the next time."),
    ("Made a list for the week, and stuck it to the door.", "Small steps hold; big ones fall over."),
]
GOALS: list[dict[str, Any]] = [
    {
        "text": "The children are at school by nine, four days in five",
        "own_words": "If mornings were not a battle, I could do the rest.",
        "words_of": "The mother",
        "baseline": "By nine on one day in five",
        "measure": "The school's register, each Friday",
        "target": "By nine on four days in five",
        "category": "education",
    },
    {
        "text": "The rent is paid on the first of each month",
        "own_words": "I want to open the door without fear.",
        "words_of": "The father",
        "baseline": "Three months behind",
        "measure": "The landlord's statement",
        "target": "Nothing is owed",
        "category": "housing",
    },
    {
        "text": "Nobody rings about noise at night",
        "own_words": "It should be quiet.",
        "words_of": "The eldest",
        "baseline": "Five calls in a month",
        "measure": "Calls to the duty line",
        "target": "None in a month",
        "category": "other",
    },
    {
        "text": "Everybody at home has a doctor and has been there",
        "own_words": "We never got round to it.",
        "words_of": "The grandmother",
        "baseline": "Two of five are registered",
        "measure": "The surgery's list",
        "target": "All five, seen once",
        "category": "health",
    },
]
