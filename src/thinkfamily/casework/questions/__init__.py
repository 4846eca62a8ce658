"""Questions that a council adds to the site's forms itself: proposed on screen, agreed by a second person, asked from a day."""
