"""When the file of a family goes: rules, legal holds, rounds that two people sign, and the proof of what went."""
