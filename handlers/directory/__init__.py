"""Describe the directory: organisations, people, accounts, contacts, rooms, topics, workspaces."""
