"""Stress tests: which shocks a plan survives, and how large a shock must be to break it."""
