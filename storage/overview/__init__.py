"""Store what belongs to one person, how long things are kept, and who did what."""
