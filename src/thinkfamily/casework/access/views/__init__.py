"""Pages of access: one module a subject."""
