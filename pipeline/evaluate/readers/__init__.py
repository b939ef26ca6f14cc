"""Readers that a user would pick instead: a callable from the bytes of a KTP's picture to its fields."""
