"""The nouns of a verification: frozen types without I/O, clock or logging."""
