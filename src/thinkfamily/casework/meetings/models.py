"""The team around a family: who is on it, when it meets, what it decides."""
