"""A farm of real MQTT devices: they announce themselves in a public dialect and behave like appliances."""
