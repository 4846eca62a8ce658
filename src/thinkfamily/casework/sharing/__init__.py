"""Lawful basis, sharing agreements and sharing decisions."""
