"""Django's PostgreSQL, for a server that may stop answering."""
