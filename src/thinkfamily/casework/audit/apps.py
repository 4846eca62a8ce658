"""The app's place in Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registered under its short name, so that tables are called audit_…"""

    name = "thinkfamily.casework.audit"
    label = "audit"
