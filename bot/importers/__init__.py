"""Importers: files that are seeded and exported."""
