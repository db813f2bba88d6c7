"""Money and tokens: what a model's usage costs, exactly."""
