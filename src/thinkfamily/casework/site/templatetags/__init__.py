"""What the site's own templates need."""
