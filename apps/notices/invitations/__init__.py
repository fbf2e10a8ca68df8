"""How a person gets in: one-time codes, the letters that carry them, activation and reset."""
