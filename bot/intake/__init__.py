"""Admit incoming events: each once, in its turn, and with a known sender."""
