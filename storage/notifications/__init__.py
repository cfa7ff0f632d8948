"""Notifications: private messages that can wait."""
