"""Maintenance: background jobs that nobody asks for."""
