"""Pages with which a day begins."""
