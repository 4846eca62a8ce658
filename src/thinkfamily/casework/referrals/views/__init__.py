"""Pages of the front door. None touches a model."""
