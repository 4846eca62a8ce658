"""Settings, urls, base pages and what runs the site."""
