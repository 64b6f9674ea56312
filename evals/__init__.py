"""Scores against other people's annotations: ``python -m evals SET``."""
