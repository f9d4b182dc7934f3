"""Home Assistant MQTT discovery: what most bridges and firmwares already speak."""
