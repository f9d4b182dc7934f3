"""How Slack calls the emoji that are our appliances' faces: a message's icon must be named."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "☕": "coffee", "♨": "hotsprings", "❄": "snowflake", "🌀": "cyclone", "🌡": "thermometer",
    "🌬": "wind_blowing_face", "🌱": "seedling", "🍃": "leaves", "🍚": "rice", "🍞": "bread",
    "🍟": "fries", "🍲": "stew", "🍳": "fried_egg", "🍷": "wine_glass", "🍽": "knife_fork_plate",
    "🎛": "control_knobs", "🏜": "desert", "🏠": "house", "🐠": "tropical_fish", "🐾": "feet",
    "👀": "eyes", "👔": "necktie", "💆": "massage", "💡": "bulb", "💦": "sweat_drops",
    "💧": "droplet", "💨": "dash", "📡": "satellite_antenna", "📷": "camera", "📺": "tv",
    "📽": "film_projector", "🔊": "loud_sound", "🔌": "electric_plug",
    "🔐": "closed_lock_with_key", "🔔": "bell", "🔥": "fire", "🗑": "wastebasket", "🚗": "car",
    "🚨": "rotating_light", "🚪": "door", "🚰": "potable_water", "🚽": "toilet", "🚿": "shower",
    "🛁": "bathtub", "🛏": "bed", "🤖": "robot_face", "🥘": "shallow_pan_of_food",
    "🥬": "leafy_green", "🧊": "ice_cube", "🧺": "basket", "🪟": "window", "🫖": "teapot",
}  # fmt: skip


def icon(emoji: str) -> str | None:
    """Its name, ":basket:"; None when we do not know it."""
    name = NAMES.get(emoji.replace("\ufe0f", ""))
    return f":{name}:" if name else None
