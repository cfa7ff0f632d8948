"""Everything about time: zones, working hours, what people type for a time, and rules that repeat it."""
