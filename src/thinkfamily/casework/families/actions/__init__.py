"""The only writes of a family's file, each in one transaction with its audit event."""
