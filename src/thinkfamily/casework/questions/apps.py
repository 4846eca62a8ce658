"""The app's place in Django."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Registered under its short name, so that tables are called questions_…"""

    name = "thinkfamily.casework.questions"
    label = "questions"

    def ready(self) -> None:
        """Say to the pages of who can see what which local questions were answered, and who reads the answers."""
        from thinkfamily.casework.access.queries.who_sees import REACHES
        from thinkfamily.casework.access.queries.who_sees_items import FILE_PARTS, PARTS
        from thinkfamily.casework.questions.seen import answered_on_file, answers_on, on_file

        REACHES.append(on_file)
        PARTS.append(answers_on)
        FILE_PARTS.append(answered_on_file)
