"""The demo collège in motion: its calendar, its accounts, a term played through the services."""
