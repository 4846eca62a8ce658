"""Released figures: what may be said in public, with small numbers hidden."""
