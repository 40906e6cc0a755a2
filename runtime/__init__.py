"""Karla on a line: the production runtime. Knows nobody above it."""
