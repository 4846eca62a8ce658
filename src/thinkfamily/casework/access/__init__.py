"""Who may see what, and why: the one filter and the one door."""
