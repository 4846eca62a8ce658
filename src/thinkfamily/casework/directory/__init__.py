"""The directory of services: what is offered in the area, and what became of each family that was referred to it."""
