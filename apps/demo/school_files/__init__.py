"""A made-up collège, written as national files so that it goes through the real importer."""
