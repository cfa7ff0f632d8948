"""Moderation: what is reported or held back, the queue of the secretariat, and hints on competition law."""
