"""The case of a family and its agreement to take part."""
