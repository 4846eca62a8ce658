"""Families, their people, and the items known about them."""
