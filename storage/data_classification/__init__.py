"""Data classification: what each column of each table holds."""
