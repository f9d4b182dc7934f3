"""Valetudo: robot vacuums without a cloud, by the topics of their own."""
