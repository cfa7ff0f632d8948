"""Store private messages that can wait."""
