"""One fixed home for all tests of understanding: like the simulated one, Korean and English names."""

from nlu.vocabulary import Thing, Vocabulary, Who

_LIVING = ("거실", "living room")
_BEDROOM = ("안방", "bedroom")
_KITCHEN = ("부엌", "kitchen")
_UTILITY = ("다용도실", "utility room")
_KIDS = ("아이방", "kids' room", "kids room")
_ENTRANCE = ("현관", "entrance")


def home() -> Vocabulary:
    """Thirty appliances."""
    return Vocabulary(
        things=(
            Thing("washer-1", "washer", ("세탁기", "washer"), _UTILITY,
                  {"program": ("표준", "울/섬세", "쾌속", "이불", "헹굼+탈수")}),
            Thing("dryer-1", "dryer", ("건조기", "dryer"), _UTILITY, {"program": ("표준", "이불", "셔츠")}),
            Thing("dishwasher-1", "dishwasher", ("식기세척기", "dishwasher"), _KITCHEN,
                  {"program": ("Auto", "Intensive", "Eco")}),
            Thing("refrigerator-1", "refrigerator", ("냉장고", "fridge"), _KITCHEN),
            Thing("kimchi-refrigerator-1", "kimchi_refrigerator", ("김치냉장고", "kimchi fridge"), _KITCHEN),
            Thing("oven-1", "oven", ("오븐", "oven"), _KITCHEN),
            Thing("microwave-1", "microwave", ("전자레인지", "microwave"), _KITCHEN),
            Thing("rice-cooker-1", "rice_cooker", ("밥솥", "rice cooker"), _KITCHEN,
                  {"program": ("백미", "잡곡", "보온")}),
            Thing("cooktop-1", "cooktop", ("인덕션", "cooktop"), _KITCHEN),
            Thing("gas-valve-1", "gas_valve", ("가스밸브", "gas valve"), _KITCHEN),
            Thing("aircon-living", "air_conditioner", ("거실 에어컨", "living room aircon"), _LIVING,
                  {"mode": ("cool", "dry", "fan_only", "auto"), "fan_speed": ("low", "medium", "high")}),
            Thing("aircon-bedroom", "air_conditioner", ("안방 에어컨", "bedroom aircon"), _BEDROOM,
                  {"mode": ("cool", "dry", "fan_only", "auto"), "fan_speed": ("low", "medium", "high")}),
            Thing("boiler-1", "boiler", ("보일러", "boiler"), _UTILITY, {"mode": ("heat", "away")}),
            Thing("air-purifier-1", "air_purifier", ("공기청정기", "air purifier"), _LIVING,
                  {"mode": ("auto", "sleep")}),
            Thing("humidifier-1", "humidifier", ("가습기", "humidifier"), _BEDROOM),
            Thing("dehumidifier-1", "dehumidifier", ("제습기", "dehumidifier"), _UTILITY),
            Thing("fan-1", "fan", ("선풍기", "fan"), _LIVING, {"fan_speed": ("low", "medium", "high")}),
            Thing("robot-vacuum-1", "robot_vacuum", ("로봇청소기", "robot vacuum"), _LIVING),
            Thing("tv-1", "tv", ("티비", "tv"), _LIVING, {"source": ("HDMI 1", "HDMI 2", "Netflix")}),
            Thing("light-living", "light", ("거실 불", "거실 조명", "living room light"), _LIVING),
            Thing("light-bedroom", "light", ("안방 불", "안방 조명", "bedroom light"), _BEDROOM),
            Thing("light-kitchen", "light", ("부엌 불", "부엌 조명", "kitchen light"), _KITCHEN),
            Thing("light-kids", "light", ("아이방 불", "아이방 조명", "kids' room light"), _KIDS),
            Thing("lamp-bedroom", "light", ("안방 스탠드", "bedroom lamp"), _BEDROOM),
            Thing("plug-1", "plug", ("멀티탭", "power strip"), _LIVING),
            Thing("plug-2", "plug", ("전기장판 플러그", "heating pad plug"), _BEDROOM),
            Thing("curtain-living", "curtain", ("거실 커튼", "living room curtain"), _LIVING),
            Thing("curtain-bedroom", "curtain", ("안방 커튼", "bedroom curtain"), _BEDROOM),
            Thing("door-lock-1", "door_lock", ("현관 도어락", "현관문", "front door"), _ENTRANCE),
            Thing("coffee-maker-1", "coffee_maker", ("커피머신", "coffee maker"), _KITCHEN),
            Thing("thermometer-kids", "thermometer", ("아이방 온도계", "kids' room thermometer"), _KIDS),
            Thing("thermometer-living", "thermometer", ("거실 온도계", "living room thermometer"), _LIVING),
            Thing("car-1", "car", ("자동차", "car")),
        ),
        version="test-home",
        people=(
            Who("mom", ("엄마", "Mom")),
            Who("dad", ("아빠", "Dad")),
            Who("jiu", ("지우", "Jiu")),
            Who("guest", ("손님", "Guest")),
            # names that are words of other sentences
            Who("spring", ("봄", "Will")),
            Who("aunt-1", ("이모", "Ji-woo")),
            Who("aunt-2", ("이모", "Auntie")),
        ),
    )  # fmt: skip
