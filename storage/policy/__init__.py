"""Store issues, consultations, input rounds and schemes."""
