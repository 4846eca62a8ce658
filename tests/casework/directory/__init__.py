"""The directory of services, and families referred to them."""
