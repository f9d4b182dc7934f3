"""Remarks on a home's own intent files; `nlu/linting.py` puts them together."""
