"""Rules written in Python: one module per category."""
