"""Store the directory: organisations, people, accounts, rooms, topics and workspaces."""
