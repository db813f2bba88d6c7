"""What runs inside the sandbox's process. Needs nothing but the standard library."""
