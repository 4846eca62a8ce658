"""Bringing in the cases that a council works on today, and taking a whole import back."""
