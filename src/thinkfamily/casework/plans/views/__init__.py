"""Pages of plans, contacts and chronologies."""
