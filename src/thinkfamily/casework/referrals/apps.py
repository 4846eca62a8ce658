"""The app's place in Django."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Registered under its short name, so that tables are called referrals_…"""

    name = "thinkfamily.casework.referrals"
    label = "referrals"
