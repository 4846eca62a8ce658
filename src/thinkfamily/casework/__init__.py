"""The casework site: one team works with a family on one plan, and each agency sees only what it may."""
