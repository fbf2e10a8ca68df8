"""Pages of the assessments, by audience."""
