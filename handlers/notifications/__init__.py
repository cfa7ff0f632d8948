"""Notifications: private messages that can wait, how they are put together, and what became of them."""
