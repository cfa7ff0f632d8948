"""Provide the database, its unit of work, both engines, clocks and ids."""
