"""The pages of a family's file, one module a subject."""
