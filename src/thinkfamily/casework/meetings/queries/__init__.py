"""What can be read of a team and its meetings, as one worker may see it."""
