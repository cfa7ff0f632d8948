"""Classify the data in each column of each table."""
