"""Handle time: zones, working hours, times as people type them, and recurrence."""
