"""Marks in a spreadsheet: read what a teacher sends, find each pupil, give a sheet to fill in."""
