"""The app's place in Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registered under its short name, so that tables are called access_…"""

    name = "thinkfamily.casework.access"
    label = "access"

    def ready(self) -> None:
        """Look for workers' relatives whenever somebody joins a family (new names: `families.search_index`), and tell of tries."""
        from django.db.models.signals import post_save

        from thinkfamily.casework.access.lapsed import role_given
        from thinkfamily.casework.access.relatives import account_written, member_written
        from thinkfamily.casework.access.tried import key_was_tried, sign_in_was_tried
        from thinkfamily.casework.agencies.guessing import key_tried, sign_in_tried

        post_save.connect(member_written, sender="families.Member", dispatch_uid="conflicts of a member")
        post_save.connect(account_written, sender="agencies.Worker", dispatch_uid="whom a worker named who is gone")
        post_save.connect(role_given, sender="agencies.Appointment", dispatch_uid="parts of a role given again")
        sign_in_tried.connect(sign_in_was_tried, dispatch_uid="tell whose account is tried")
        key_tried.connect(key_was_tried, dispatch_uid="tell who answers for a program whose keys are tried")
