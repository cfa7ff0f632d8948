"""Decide access: who may do what, and who may see what."""
