"""Pages of sharing: one module a subject."""
