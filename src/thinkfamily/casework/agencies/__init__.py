"""Agencies, area teams, workers and the roles they hold."""
