"""The documented interface for programs: the same doors, the same filters and the same audit as the pages."""
