"""Screens that configure who is who: agencies, teams, accounts, roles, conduct. None of them reads a family's file."""
