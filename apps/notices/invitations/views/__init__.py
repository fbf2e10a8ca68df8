"""Pages of a way in: the public ones, and those of the office."""
