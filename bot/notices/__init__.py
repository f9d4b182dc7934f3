"""Appliance events → who hears what."""
