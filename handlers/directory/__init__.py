"""Directory: organisations, people, accounts, contacts, rooms, topics, workspaces, joining and leaving."""
