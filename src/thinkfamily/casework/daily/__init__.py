"""What each kind of user starts the day with."""
