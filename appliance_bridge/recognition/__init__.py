"""Which appliance some entities are, and which of them plays which part in it."""
