"""The app's place in Django."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Registered under its short name, so that tables are called referrals_…"""

    name = "thinkfamily.casework.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Leave to triage what a request says until it is decided on: where somebody is may be what has to be done."""
        from django.db.models import Q

        from thinkfamily.casework.families.written_before import LEFT
        from thinkfamily.casework.referrals.models import Referral, ReferralAddition

        LEFT[Referral], LEFT[ReferralAddition] = Q(ended_at=None), Q(referral__ended_at=None)
