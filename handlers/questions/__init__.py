"""Ask, answer, mirror between rooms, escalate and solve questions."""
