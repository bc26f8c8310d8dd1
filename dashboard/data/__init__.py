"""Releases in, answers out. Knows nothing of the web."""
