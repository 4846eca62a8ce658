"""What keeps the site running and recoverable, without reading a file: jobs, health, backup, restore, key rotation."""
