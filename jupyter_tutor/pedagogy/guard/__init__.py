"""The solution guard: judges what a model writes before it is shown, holds back what gives too much away."""
