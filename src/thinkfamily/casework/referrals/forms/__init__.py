"""Forms of the front door: they validate what was typed; actions decide."""
