"""Programme profiles as a council sets them: shipped, changed on screen, exported."""
