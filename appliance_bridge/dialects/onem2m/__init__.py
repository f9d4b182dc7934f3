"""oneM2M: appliances as flexContainers of a CSE (TS-0023), spoken with over its MQTT binding (TS-0010)."""
