"""What templates of profiles use."""
