"""Run background jobs that nobody asks for."""
