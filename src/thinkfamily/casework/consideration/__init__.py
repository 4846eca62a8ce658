"""The desk at which a named human considers each candidate."""
