"""An invented borough with known truth, hard on purpose: every way in which data goes wrong is named and has a rate."""
