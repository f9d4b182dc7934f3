"""Appliances: discovery, state and commands over MQTT. Knows no human language and no chat."""
