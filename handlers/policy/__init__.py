"""Policy: issues, consultations, input rounds and schemes, and the answer an organisation gives once."""
