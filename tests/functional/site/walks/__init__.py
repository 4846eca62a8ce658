"""Each role walks through its pages, on one state of the demo's story that all of them share."""
