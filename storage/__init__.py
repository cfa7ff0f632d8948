"""Store what the bot remembers: one file per noun, with its tables and queries. Only this package uses
SQLAlchemy.
"""
