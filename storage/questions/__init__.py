"""Store questions, answers, reactions, and what routing was taught by them."""
