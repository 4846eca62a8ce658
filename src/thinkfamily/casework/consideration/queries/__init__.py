"""The only reads of the desk. Every one of a candidate starts from `apart.visible`."""
