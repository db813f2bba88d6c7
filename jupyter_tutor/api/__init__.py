"""Endpoints: what a panel or a program can ask for, and how errors are told."""
