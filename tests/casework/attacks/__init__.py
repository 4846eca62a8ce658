"""Attacks that were tried on the site: each test is one way in that must stay shut."""
