"""Forms of the people and the school, by subject."""
