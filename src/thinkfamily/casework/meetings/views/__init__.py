"""Pages of the team around a family and of its meetings."""
