"""The plan of a case, its contacts and its chronology."""
