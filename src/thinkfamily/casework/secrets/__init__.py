"""Keys outside the database: encrypted fields, keyed fingerprints, rotation."""
