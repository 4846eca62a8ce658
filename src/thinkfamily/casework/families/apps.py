"""The app's place in Django."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """Registered under its short name, so that tables are called families_…"""

    name = "thinkfamily.casework.families"
    label = "families"

    def ready(self) -> None:
        """Keep what people are found by beside them, and look at what is written about who may see a file."""
        from django.db.models.signals import post_delete, post_save

        from thinkfamily.casework.access.heard import hears
        from thinkfamily.casework.families.actions import identities
        from thinkfamily.casework.families.near import declared_written
        from thinkfamily.casework.families.quarantine import heard
        from thinkfamily.casework.families.search_index import address_written, person_written

        hears(heard)
        post_save.connect(declared_written, sender="access.RelativeDeclared", dispatch_uid="compare who was declared")
        post_save.connect(
            identities.restriction_written, sender="access.Restriction", dispatch_uid="part at a restriction"
        )
        post_save.connect(identities.person_written, sender="families.Person", dispatch_uid="part a restricted person")
        post_save.connect(identities.member_written, sender="families.Member", dispatch_uid="part who joins a family")
        post_save.connect(person_written, sender="families.Person", dispatch_uid="index a person")
        post_save.connect(address_written, sender="families.Address", dispatch_uid="index an address")
        post_delete.connect(address_written, sender="families.Address", dispatch_uid="index a removed address")
