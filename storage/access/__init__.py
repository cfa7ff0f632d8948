"""Decide who may see what."""
