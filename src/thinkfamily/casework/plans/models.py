"""The plan of a case, its goals and actions, what happens with the family, and its chronology."""
