"""The only writes of meetings and of the team around a family."""
