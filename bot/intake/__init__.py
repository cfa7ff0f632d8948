"""Intake: what comes in is let in once, in its turn, and its sender is known."""
