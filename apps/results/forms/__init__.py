"""Forms of the teachers, by gesture."""
