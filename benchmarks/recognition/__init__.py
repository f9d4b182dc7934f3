"""How well announced parts become appliances: types, roles, and never a wrong control."""
