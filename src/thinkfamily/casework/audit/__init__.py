"""Append-only events for every change, every look and every refusal."""
