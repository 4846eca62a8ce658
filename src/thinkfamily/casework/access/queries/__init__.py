"""What pages of access read: one module a subject."""
