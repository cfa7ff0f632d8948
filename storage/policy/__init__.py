"""Policy: issues, consultations, input rounds and schemes."""
