"""An invented borough at work: organisations, one account a role, and families at every point of the way. Demo mode only."""
