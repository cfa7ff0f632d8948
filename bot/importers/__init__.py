"""Import files into the database and export them again."""
