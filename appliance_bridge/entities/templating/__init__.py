"""The workings of Home Assistant templates; the way in is `templates.py`."""
