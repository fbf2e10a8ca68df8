"""Pages of the team about pupils and the school, by subject."""
