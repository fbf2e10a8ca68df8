"""Charts: pure geometry here, drawn by templates as a picture and the table that says the same."""
