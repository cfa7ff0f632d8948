"""Keep a copy of a picture with the solution that its message became, when its author says yes."""
