"""Language models: an adapter per provider, the offline coach, and the chain that asks them in turn."""
