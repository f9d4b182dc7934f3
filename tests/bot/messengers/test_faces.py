"""The faces of appliances."""

from importlib.resources import files

from bot.messengers.faces import load_emoji


def test_every_type_has_a_face() -> None:
    shipped = {one.name.removesuffix(".yaml") for one in files("appliance_bridge.appliance_types").iterdir()}
    types = {one for one in shipped if not one.startswith("__")} - {"shared"}
    assert len(types) > 50
    assert set(load_emoji()) == types
    assert all(one.strip() and not one.isascii() for one in load_emoji().values())
