"""Logs and metrics, made from what happens in the use cases."""
