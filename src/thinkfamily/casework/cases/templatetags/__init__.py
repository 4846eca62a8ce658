"""Filters about the case, for pages of every app."""
