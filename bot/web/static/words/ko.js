// Every Korean word of the page. Sentences that are sent to the house stand under `say_to`.

// 로 or 으로, by how the last syllable, digit or letter is read.
const ro = (word) => {
  const last = String(word).trim().slice(-1);
  const code = last.charCodeAt(0) - 0xac00;
  if (code >= 0 && code < 11172) return [0, 8].includes(code % 28) ? "로" : "으로";
  if (/[036]/.test(last)) return "으로";
  return /[mnMN]/.test(last) ? "으로" : "로";
};

const course = (name) => (/코스$|모드$/.test(name) ? name : `${name} 코스`);
const turns = ["washer", "dryer", "washer_dryer", "dishwasher", "robot_vacuum", "styler"];

export default {
  name: "한국어",
  skip: "메시지 입력으로 건너뛰기",
  chat: "대화",
  home: "우리 집",
  log: "주고받은 메시지",
  views: "화면 고르기",
  say: "집에 보낼 메시지",
  say_hint: "집에 말해 보세요",
  send: "보내기",
  hello: (name) => `${name} 님, 안녕하세요.`,
  hello_hint: "하고 싶은 말을 그대로 적어 주세요. 이렇게 시작해 볼까요?",
  thinking: "집사가 알아보고 있어요…",
  asking: (name) => `${name}에 물어보는 중…`,
  not_sent: "보내지 못했어요.",
  again: "다시 보내기",
  silent: "이 말에는 답하지 않았어요.",
  connected: "연결됨",
  connecting: "연결하는 중…",
  lost: "집과 연결이 끊겼어요. 다시 연결하고 있어요…",
  speed: "집 안 시계 빠르기",
  speed_of: (times) => `시계 ×${times}`,
  language: "Switch to English",
  theme: { auto: "화면 밝기: 기기 설정대로", light: "화면 밝기: 밝게", dark: "화면 밝기: 어둡게" },
  sign_out: "이 화면에서 나가기",
  sign_in: "`jipsa run`이 알려 주는 링크를 열면 바로 들어올 수 있어요.",
  link_spent: "이 링크는 이미 썼거나 시간이 지났어요. `jipsa run`이 알려 주는 새 링크를 열어 주세요.",
  all: "전체",
  elsewhere: "그 밖의 기기",
  in_use: (count) => `${count}대 작동 중`,
  offline_count: (count) => `${count}대 연결 끊김`,
  none_on: "모두 쉬고 있어요",
  empty_home: "아직 찾은 기기가 없어요.",
  empty_home_hint: "기기가 MQTT로 자신을 알리면 여기에 바로 나타나요.",
  offline: "연결 끊김",
  more: "자세히",
  situation: "상황 바꾸기",
  situation_note: "모의 기기예요. 실제로 일어날 수 있는 일을 여기서 만들어 보세요.",
  not_changed: "바꾸지 못했어요.",
  reported: (time) => `${time}에 기기가 알려 줌`,
  source: "알려 온 곳",
  details: { maker: "제조사", model: "모델", software: "소프트웨어", hardware: "하드웨어", recognised_by: "알아본 근거" },
  conditions: {
    online: "연결됨", door_open: "문 열림", remote_control: "원격 제어 허용", child_lock: "어린이 보호 잠금",
    fault: "고장", slow_s: "늦게 반응 (초)", mute: "대답하지 않음", deaf: "명령을 듣지 않음",
  },
  results: {
    confirmed: "기기가 확인함", sent: "보냄 · 기기가 답하지 않는 종류", refused: "하지 않음",
    timed_out: "아직 대답 없음", pending: "대답 기다리는 중",
  },
  controls: {
    power: "전원", on: "켜기", off: "끄기", start: "시작", stop: "멈춤", pause: "일시정지", resume: "다시 시작",
    return_to_dock: "충전하러 보내기", locate: "위치 찾기", open: "열기", close: "닫기", lock: "잠그기", unlock: "열기",
    valve_close: "잠그기", valve_open: "열기", mute: "음소거", unmute: "소리 켜기",
    temperature: "온도", humidity: "습도", level: "세기", brightness: "밝기", volume: "소리", position: "열림",
    mode: "모드", source: "입력",
    fan_speed: (type) => (type === "robot_vacuum" ? "흡입력" : "바람"),
    program: (type) => (turns.includes(type) ? "코스" : "메뉴"),
    lower: (what) => `${what} 내리기`, raise: (what) => `${what} 올리기`,
  },
  facts: {
    door_open: "문 열림", remote_off: "원격 제어 꺼짐", child_lock: "어린이 보호", leak: "물이 샘", smoke: "연기 감지",
    fault: (code) => (code ? `이상 ${code}` : "이상 있음"),
    current_temperature: (v) => `지금 ${v}`, current_humidity: (v) => `습도 ${v}`, battery: (v) => `배터리 ${v}`,
    freezer: (v) => `냉동 ${v}`, power_use: (v) => `${v} 사용 중`, dust: (v) => `초미세먼지 ${v}`, co2: (v) => `CO₂ ${v}`,
  },
  attributes: {
    "power.on": "전원", "run_control.state": "상태", "run_control.phase": "단계", "program.selected": "코스",
    "remaining_time.seconds": "남은 시간", "remaining_time.finish_at": "끝나는 시각",
    "temperature.target": "설정 온도", "temperature.current": "현재 온도", "temperature.freezer_target": "냉동실 온도",
    "humidity.target": "설정 습도", "humidity.current": "현재 습도", "mode.selected": "모드",
    "fan_speed.selected": "바람 세기", "fan_speed.percent": "바람 세기", "swing.selected": "바람 방향", "swing.on": "회전",
    "level.percent": "밝기·세기", "colour.rgb": "색", "colour_temperature.kelvin": "색온도", "volume.percent": "소리",
    "volume.muted": "음소거", "channel.number": "채널", "source.selected": "입력", "position.percent": "열린 정도",
    "position.state": "상태", "valve.state": "밸브", "lock.state": "잠금", "door.open": "문",
    "remote_control.allowed": "원격 제어", "child_lock.on": "어린이 보호 잠금", "error.active": "이상", "error.code": "이상 코드",
    "battery.percent": "배터리", "battery.charging": "충전", "energy.power_w": "소비 전력", "energy.total_kwh": "누적 전력량",
    "consumable.percent": "소모품", "air_quality.pm2_5": "초미세먼지", "air_quality.pm10": "미세먼지", "air_quality.co2": "이산화탄소",
    "air_quality.level": "공기 질", "motion.detected": "움직임", "water.level": "물", "water.leak": "누수", "smoke.detected": "연기",
  },
  values: {
    "true": "예", "false": "아니요", "power.true": "켜짐", "power.false": "꺼짐", "door.true": "열림", "door.false": "닫힘",
    "remote_control.true": "켜짐", "remote_control.false": "꺼짐", "child_lock.true": "켜짐", "child_lock.false": "꺼짐",
    "swing.true": "켜짐", "swing.false": "꺼짐", "battery.true": "충전 중", "battery.false": "충전 안 함",
    "error.true": "있음", "error.false": "없음", "motion.true": "있음", "motion.false": "없음",
    "water.true": "샘", "water.false": "없음", "smoke.true": "감지됨", "smoke.false": "없음",
    stopped: "멈춤", running: "작동 중", paused: "일시정지", finished: "끝남", error: "이상", returning: "돌아가는 중", docked: "충전 중",
    open: "열림", closed: "닫힘", opening: "열리는 중", closing: "닫히는 중", locked: "잠김", unlocked: "열림",
    locking: "잠그는 중", unlocking: "여는 중", jammed: "걸림",
    cool: "냉방", heat: "난방", dry: "제습", fan_only: "송풍", auto: "자동", heat_cool: "냉난방", eco: "절전", sleep: "취침",
    boost: "강력", away: "외출", normal: "표준", quiet: "저소음", turbo: "터보", off: "꺼짐",
    low: "약", medium: "중", high: "강", good: "좋음", moderate: "보통", bad: "나쁨",
  },
  units: {
    celsius: (v) => `${v}°C`, percent: (v) => `${v}%`, watt: (v) => `${v} W`, kilowatt_hour: (v) => `${v} kWh`, kelvin: (v) => `${v} K`,
    dust: (v) => `${v} ㎍/㎥`, ppm: (v) => `${v} ppm`,
    duration: (s) => {
      const minutes = Math.ceil(s / 60);
      if (minutes < 60) return `${minutes}분`;
      return minutes % 60 ? `${Math.floor(minutes / 60)}시간 ${minutes % 60}분` : `${minutes / 60}시간`;
    },
  },
  say_to: {
    name: (area, name) => [area, name].filter(Boolean).join(" "),
    turn_on: (n) => `${n} 켜줘`,
    turn_off: (n) => `${n} 꺼줘`,
    start: (n, type) => `${n} ${turns.includes(type) ? "돌려줘" : "시작해줘"}`,
    stop: (n) => `${n} 멈춰줘`,
    pause: (n) => `${n} 일시정지해줘`,
    resume: (n, type) => `${n} 다시 ${turns.includes(type) ? "돌려줘" : "시작해줘"}`,
    return_to_dock: (n) => `${n} 충전하러 보내줘`,
    locate: (n) => `${n} 찾아줘`,
    open: (n) => `${n} 열어줘`,
    close: (n) => `${n} 닫아줘`,
    lock: (n) => `${n} 잠가줘`,
    unlock: (n) => `${n} 열어줘`,
    valve_close: (n) => `${n} 잠가줘`,
    valve_open: (n) => `${n} 열어줘`,
    mute: (n) => `${n} 음소거해줘`,
    unmute: (n) => `${n} 음소거 해제해줘`,
    temperature: (n, v) => `${n} ${v}도로 맞춰줘`,
    humidity: (n, v) => `${n} 습도 ${v}%로 맞춰줘`,
    brightness: (n, v) => `${n} 밝기 ${v}%로 맞춰줘`,
    level: (n, v) => `${n} ${v}%로 맞춰줘`,
    volume: (n, v) => `${n} 소리 ${v}${ro(v)} 맞춰줘`,
    position: (n, v) => `${n} ${v}%로 맞춰줘`,
    // A mode that only this appliance has is said as it spells it.
    mode: (n, v, shown) => (shown === v ? `${n} ${v}${ro(v)} 바꿔줘` : `${n} ${shown} 모드로 바꿔줘`),
    fan_speed: (n, v, shown, type) => `${n} ${type === "robot_vacuum" ? "흡입력" : "바람 세기"} ${shown}${ro(shown)} 바꿔줘`,
    program: (n, v, shown, type) => (turns.includes(type) ? `${n} ${course(v)}로 바꿔줘` : `${n} ${v}${ro(v)} 바꿔줘`),
    source: (n, v) => `${n} ${v}${ro(v)} 바꿔줘`,
  },
  examples: { home: "지금 뭐 켜져 있어?", lights_off: "불 다 꺼줘", remaining: (n) => `${n} 얼마나 남았어?` },
};
