"""Think Family: find, support and learn from the families who most need joined-up help."""

__version__ = "0.1.0"
