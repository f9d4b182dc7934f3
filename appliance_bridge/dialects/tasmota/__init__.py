"""Tasmota firmware: what its devices announce for themselves."""
