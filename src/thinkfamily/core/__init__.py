"""Plain values that every floor above may use; no input, no output."""
