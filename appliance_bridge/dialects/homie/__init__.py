"""Homie, versions 3 to 5: devices that describe their nodes and properties under topics of their own."""
