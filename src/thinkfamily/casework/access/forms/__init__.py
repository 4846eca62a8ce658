"""What pages of access ask for: one module a subject."""
