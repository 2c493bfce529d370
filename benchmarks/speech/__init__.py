"""Benchmarks of the speech room."""
