"""The organisation screens, one module a subject."""
