// Which picture of icons.svg an appliance type has, where it is not its own.

const OWN = new Set([
  "washer", "dryer", "dishwasher", "refrigerator", "kimchi_refrigerator", "oven", "microwave", "rice_cooker", "cooktop", "hood",
  "gas_valve", "air_conditioner", "boiler", "thermostat", "air_purifier", "humidifier", "dehumidifier", "fan", "ventilation",
  "heater", "robot_vacuum", "tv", "speaker", "light", "plug", "switch", "curtain", "blind", "window", "door_lock", "door",
  "garage_door", "coffee_maker", "kettle", "thermometer", "motion_sensor", "leak_sensor", "smoke_alarm", "car", "ev_charger",
  "camera", "doorbell", "pet_feeder", "lawn_mower", "styler", "electric_blanket", "bidet", "siren",
]);
const LIKE = {
  washer_dryer: "washer", heat_pump: "ventilation", water_heater: "boiler", air_monitor: "thermometer", water_purifier: "water",
};

export const iconOf = (type) => (OWN.has(type) ? type : LIKE[type] ?? "device");
