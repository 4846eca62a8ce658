"""The app's place in Django."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Registered under its short name, so that tables are called directory_…"""

    name = "thinkfamily.casework.directory"
    label = "directory"

    def ready(self) -> None:
        """A referral is an item of a family's file: whoever keeps the file decides who sees it, and it follows what it is for."""
        from thinkfamily.casework.access.queries.who_sees import REACHES
        from thinkfamily.casework.access.queries.who_sees_items import BARS
        from thinkfamily.casework.directory.models import ServiceReferral, UnmetNeed
        from thinkfamily.casework.directory.seen import bar_to_referral, on_file
        from thinkfamily.casework.families.actions.visibility import FOLLOWS
        from thinkfamily.casework.families.queries.items import KINDS, READ_ON

        KINDS["referred"] = ServiceReferral
        READ_ON["referred"] = "directory:of_family"
        FOLLOWS["referred"] = (ServiceReferral, ("on_item", "action__goal"))
        FOLLOWS["unmet"] = (UnmetNeed, ("on_item",))
        REACHES.append(on_file)
        BARS["directory.ServiceReferral"] = bar_to_referral
