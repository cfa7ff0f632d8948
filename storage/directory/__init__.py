"""Directory: organisations, people, accounts, rooms, topics and workspaces."""
