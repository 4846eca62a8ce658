"""The app's place in Django."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Registered under its short name, so that tables are called questions_…"""

    name = "thinkfamily.casework.questions"
    label = "questions"
