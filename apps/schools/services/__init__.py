"""Writes about people and the school, by subject."""
