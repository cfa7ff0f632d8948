"""What the bot remembers: one file per noun, tables and their queries. Only here is SQLAlchemy."""
