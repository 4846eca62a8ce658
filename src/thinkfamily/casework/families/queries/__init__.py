"""The only reads of a family's file, each scoped to one reader."""
