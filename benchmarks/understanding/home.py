"""A home with nearly everything in nearly every room, so that strange names are the only ones missing."""

from nlu.vocabulary import Thing, Vocabulary

_ENGLISH = (
    "living room,bedroom,kids room,small room,study,kitchen,bathroom,hallway,entrance,balcony,garage,"
    "garden,dining room,basement,attic,upstairs,downstairs,playroom,closet,front,back,patio"
)
_KOREAN = (
    "거실,안방,아이방,작은방,서재,부엌,화장실,복도,현관,베란다,차고,"
    "마당,식당,지하실,다락방,이층,일층,놀이방,옷방,앞,뒤,파티오"
)
ROOMS = dict(zip(_ENGLISH.split(","), _KOREAN.split(","), strict=True))
PER_ROOM = (
    "light",
    "air_conditioner",
    "window",
    "curtain",
    "tv",
    "speaker",
    "plug",
    "thermostat",
    "door",
    "fan",
)
ONCE = [
    "washer",
    "dryer",
    "dishwasher",
    "refrigerator",
    "kimchi_refrigerator",
    "oven",
    "microwave",
    "rice_cooker",
    "cooktop",
    "hood",
    "gas_valve",
    "boiler",
    "air_purifier",
    "humidifier",
    "dehumidifier",
    "ventilation",
    "heater",
    "robot_vacuum",
    "blind",
    "door_lock",
    "garage_door",
    "coffee_maker",
    "kettle",
    "thermometer",
    "motion_sensor",
    "leak_sensor",
    "smoke_alarm",
    "car",
    "camera",
    "doorbell",
    "water_heater",
    "electric_blanket",
    "bidet",
    "switch",
    "siren",
    "iron",
    "computer",
    "printer",
    "heat_pump",
    "water_purifier",
    "pet_feeder",
    "styler",
]


def rich_home(scale: int = 1) -> Vocabulary:
    """A home with nearly everything in nearly every room."""
    things = [
        Thing(f"{kind}-{room}-{n}", kind, (), (korean, room)) if n == 0 else
        Thing(f"{kind}-{room}-{n}", kind, (f"{room} {kind} {n}", f"{korean} {kind} {n}호"), (korean, room))
        for n in range(scale)
        for room, korean in ROOMS.items()
        for kind in PER_ROOM
    ]  # fmt: skip
    things += [Thing(f"{kind}-1", kind, ()) for kind in ONCE]
    return Vocabulary(tuple(things), f"benchmark-{scale}")
