"""Zigbee2MQTT: devices by what they expose, without Home Assistant discovery."""
