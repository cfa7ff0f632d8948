"""Hold the policy context: issues, consultations, input rounds, schemes and the answers of organisations."""
