"""Implement the commands of `python -m bot`."""
