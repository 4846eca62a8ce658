"""The front door: requests for help, from any agency, a community group or the family itself."""
