"""What is asked of files that are due to go, of holds and of rounds. Reference numbers and counts, and nobody's name of a file."""
