"""Words that change their part in the sentence by what stands beside them."""

from dataclasses import replace
from itertools import pairwise

from nlu.clauses import Clause
from nlu.frames import Frames
from nlu.home import Home
from nlu.said_short import rooms_of_people, with_work
from nlu.tokens import Entry, Token, is_goal


def with_parts(tokens: list[Token], home: Home, frames: Frames) -> list[Token]:
    """세탁기 문: a door right behind an appliance is a part of it, not the front door."""
    out: list[Token] = []
    listed = any(token.kind == "quantifier" for token in tokens)
    known = with_blowers(by_short_names(known_makers(tokens), home), frames)
    known = with_work(rooms_of_people(known, home, frames), home)
    for index, token in enumerate(known):
        if (
            token.kind == "pronoun"
            and home.canonical.is_number(token.text)
            and _counts(known[index + 1 : index + 2])
        ):
            continue
        counted = token.kind == "pronoun" and home.canonical.is_number(token.text)
        if counted and _is_step(out, known[index + 1 :]):
            # ac down one
            out.append(replace(token, entry=Entry("quantity", "", number=1.0)))
            continue
        part = home.canonical.part(token.text) if token.kind == "type" else None
        if part == "door" and _stands_behind_appliance(out, frames):
            out.append(replace(token, entry=replace(token.entry, kind="attribute", value="door")))
        elif part == "flame" and out and _is_all(out[-1], "fires", frames):
            # 인덕션 불: what burns there, no lamp
            continue
        elif _is_hot_water(token, frames) and out and _warms_its_own(out[-1], frames):
            # 정수기 온수: none of the boiler's
            out.append(replace(token, entry=Entry("unknown", "")))
        elif _is_all(token, "fans", frames) and _blows(out, frames):
            # the aircon's fan is how it blows
            out.append(replace(token, entry=replace(token.entry, kind="attribute", value="fan_speed")))
        elif _means_heating(token, frames) and out and _is_all(out[-1], "cooling", frames):
            # ac heat
            out.append(replace(token, entry=replace(token.entry, kind="mode", value="heat")))
        else:
            if _is_of_the_car(out, token, frames):
                continue
            if out and not listed and _is_one_noun(out[-1], token, frames):
                # 차 에어컨, tv lights: neither the car nor the aircon of the home
                fittings = home.fittings(out[-1].value, token.value)
                if len(fittings) == 1:
                    host = out.pop()
                    token = replace(token, entry=Entry("name", fittings[0], ids=fittings), start=host.start,
                                    text=f"{host.text} {token.text}")  # fmt: skip
                else:
                    out[-1] = replace(out[-1], entry=Entry("unknown", ""))
            out.append(token)
    return out


def known_makers(tokens: list[Token]) -> list[Token]:
    """엘지 세탁기 is the washer; a maker of nothing here is no appliance that anybody knows."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind != "maker":
            out.append(token)
        elif index + 1 == len(tokens) or tokens[index + 1].kind not in ("type", "activity"):
            out.append(replace(token, entry=Entry("unknown", "")))
    return out


def with_blowers(tokens: list[Token], frames: Frames) -> list[Token]:
    """the fan on the living room ac: how it blows, not one more thing."""
    out: list[Token] = []
    joint: Token | None = None
    for index, token in enumerate(tokens):
        behind = tokens[index + 1 : index + 2]
        if (
            _is_all(token, "fans", frames)
            and behind
            and (behind[0].is_a("state", "on") or behind[0].is_a("mark", "prep"))
        ):
            rest = (one for one in tokens[index + 2 :] if one.kind not in ("area", "mark"))
            host = next(rest, None)
            if host is not None and _cools(host, frames):
                token = replace(token, entry=replace(token.entry, kind="attribute", value="fan_speed"))
                joint = behind[0]
        if token is not joint:
            out.append(token)
    return out


def by_short_names(tokens: list[Token], home: Home) -> list[Token]:
    """다이슨 is the Dyson, 다이슨 공기청정기 too; a Dyson of another type is nothing this home has."""
    out: list[Token] = []
    for token in tokens:
        short = out[-1] if out and out[-1].has("short") else None
        if short is None or token.kind != "type":
            out.append(token)
            continue
        types = {value.partition(".")[0] for value in token.value.split("|")}
        fits = home.things[short.entry.ids[0]].type in types
        text = f"{short.text} {token.text}"
        entry = short.entry if fits else Entry("unknown", "")
        out[-1] = replace(short, entry=entry, end=token.end, text=text)
    return out


def _is_all(token: Token, group: str, frames: Frames) -> bool:
    return token.kind == "type" and frames.all_in(token.value, group)


def _cools(token: Token, frames: Frames) -> bool:
    return token.kind == "type" and frames.any_in(token.value, "cooling")


def _means_heating(token: Token, frames: Frames) -> bool:
    """난방, heat: whatever heats, no heater by its name."""
    return "|" in token.value and _is_all(token, "heating", frames)


def _is_hot_water(token: Token, frames: Frames) -> bool:
    return "|" in token.value and _is_all(token, "hot_water", frames)


def _is_boiler(host: Token, frames: Frames) -> bool:
    return _is_all(host, "hot_water", frames) and "|" not in host.value


def _warms_its_own(host: Token, frames: Frames) -> bool:
    return host.kind == "type" and not frames.any_in(host.value, "hot_water")


def _is_of_the_car(before: list[Token], token: Token, frames: Frames) -> bool:
    """차 에어컨, the car's heater: the car, which warms and cools itself."""
    hosts = [one for one in before[-2:] if not one.is_a("particle", "of")]
    climate = token.kind == "type" and frames.any_in(token.value, "airs")
    return climate and bool(hosts) and _is_all(hosts[-1], "driven", frames)


def _is_step(before: list[Token], behind: list[Token]) -> bool:
    changed = bool(before) and before[-1].is_a("state", "up", "down")
    return changed and all(one.is_a("mark", "please", "filler") for one in behind)


def _counts(behind: list[Token]) -> bool:
    """one americano: how many, and not which."""
    return any(one.kind in ("program", "activity") for one in behind)


def _is_one_noun(host: Token, head: Token, frames: Frames) -> bool:
    if host.kind not in ("type", "name") or head.kind != "type":
        return False
    mine = {one.partition(".")[0] for one in host.value.split("|")}
    other = {one.partition(".")[0] for one in head.value.split("|")}
    if mine & other or (host.kind == "type" and frames.any_in(host.value, "lamps")):
        return False
    fitting = frames.any_in(head.value, "fittings")
    return head.text.isascii() or fitting or frames.all_in(host.value, "driven")


_OPTIONS = ("program", "mode", "fan_speed", "source")
_POINTED = frozenset(("type", "name", "activity", "unknown", "particle"))
_RENAMED = frozenset((*_OPTIONS, "change", "extreme", "type", "name", "unknown", "activity", "particle"))


def own_options(tokens: list[Token], home: Home, frames: Frames) -> list[Token]:
    """건조기 송풍 코스로, switch the tv to TV: what the appliance itself calls so is that option."""
    host = next((token for token in tokens if token.kind in ("type", "name")), None)
    if host is None:
        return tokens
    ids = host.entry.ids or home.of([value.partition(".")[0] for value in host.value.split("|")])
    out: list[Token] = []
    for index, token in enumerate(tokens):
        kind = None
        renamed = token is not host and token.kind in _RENAMED
        if renamed and (token.kind not in _POINTED or is_goal(tokens, index)):
            # 에어컨 난방으로
            heats = _means_heating(token, frames) and _is_all(host, "cooling", frames)
            kind = ("mode", "heat") if heats else home.option_kind(ids, token.text, token.kind)
            if kind is None and _is_hot_water(token, frames) and _is_boiler(host, frames):
                # 보일러 온수로
                kind = ("mode", "hot_water")
        if kind is None:
            out.append(token)
        else:
            out.append(replace(token, entry=replace(token.entry, kind=kind[0], value=kind[1], ids=())))
    return out


_HOSTS = frozenset(("type", "name", "verb"))


def _blows(before: list[Token], frames: Frames) -> bool:
    """the aircon's fan, the aircon on cool with high fan: how it blows, not one more thing."""
    if before and _cools(before[-1], frames):
        return True
    if not before or before[-1].kind not in ("fan_speed", "mode"):
        return False
    nearest = (one for one in reversed(before) if one.kind in _HOSTS or one.is_a("mark", "and"))
    host = next(nearest, None)
    return host is not None and _cools(host, frames)


def _stands_behind_appliance(before: list[Token], frames: Frames) -> bool:
    hosts = [one for one in before[-2:] if one.kind != "particle"]
    if not hosts:
        return False
    last = hosts[-1]
    between = before[-1] if before[-1] is not last else None
    if between is not None and not between.is_a("particle", "of"):
        return False
    return last.kind in ("type", "name") and not frames.all_in(last.value, "openings")


def things_meant(tokens: list[Token], clause: Clause, frames: Frames) -> list[Token]:
    """The tokens that say what a clause is about: 빨래 말려 is about the dryer, "vacuum here" the vacuum."""
    handler = _handler(clause, frames)
    if clause.act == "charge":
        # charge the car: the charger does that
        tokens = [
            replace(one, entry=Entry("type", _CHARGED)) if one.is_a("type", "car") else one for one in tokens
        ]
    if handler is None:
        return [*_without_work(tokens), *_implied(clause)]
    said_as = clause.first("object") or clause.verb or clause.tokens[0]
    thing = replace(said_as, entry=Entry("type", handler))
    return [*(token for token in tokens if token.kind != "activity"), thing]


_CHARGED = "ev_charger|car"


def _without_work(tokens: list[Token]) -> list[Token]:
    """건조기로 빨래, 세탁기 청소: an activity right behind an appliance names no second one."""
    named = [token for token in tokens if not token.is_a("particle", "goal", "object", "of", "place")]
    work = [two for one, two in pairwise(named) if two.kind == "activity" and one.kind in ("type", "name")]
    return [token for token in tokens if token not in work]


def _handler(clause: Clause, frames: Frames) -> str | None:
    """What handles the thing that the verb is done to: milk that is warmed, clothes that are dried."""
    if any(token.kind in ("type", "name") for token in clause.tokens):
        return None
    objects = [token.value for token in clause.all("object")]
    objects += [frames.work.get(token.value, "") for token in clause.all("activity")]
    objects += ["laundry" for token in clause.all("program") if token.value in frames.worn]
    named = (token.value for token in clause.tokens if token.kind in ("program", "change"))
    for act in (clause.act, *named):
        handled = frames.handles.get(act, {})
        found = next((handled[one] for one in objects if one in handled), None)
        if found is not None:
            clause.act = "warm_up" if act == "warmer" else clause.act
            return found
    return None


def _implied(clause: Clause) -> list[Token]:
    """vacuum the living room: a verb that names its appliance."""
    if clause.verb is None or any(token.kind in ("type", "name", "activity") for token in clause.tokens):
        return []
    features = next(iter(clause.verb.entry.readings), frozenset())
    types = [feature.partition(":")[2] for feature in features if feature.startswith("implies:")]
    entry = clause.verb.entry
    return [replace(clause.verb, entry=replace(entry, kind="type", value=value)) for value in types]


def as_noun(clause: Clause, home: Home) -> Clause | None:
    """heat to 20, vacuum battery: a verb that makes no sense may be the noun that is spelled the same."""
    verb = clause.verb
    if verb is None or verb.kind != "verb":
        return None
    value = home.canonical.type_of(verb.text)
    if clause.first("state", "finish") is not None or clause.first("attribute") is not None:
        # wash done?
        value = value or home.canonical.doer_of(verb.text)
    if value is None:
        return None
    noun = replace(verb, entry=Entry("type", value))
    others = [noun if token is verb else token for token in clause.tokens]
    second = next((token for token in others if token.kind == "verb"), None)
    state = next((token for token in others if token.is_a("state", "on", "off", "up", "down")), None)
    act = second.value if second else state.value if state else ""
    readings = second.entry.readings if second else ()
    return replace(clause, tokens=others, verb=second, act=act, readings=readings)


def with_thing_of(clause: Clause, before: Clause) -> list[Token]:
    """거실 불은 켜고 안방은 꺼: a room alone takes the thing of the clause before."""
    own = {token.kind for token in clause.tokens}
    if "area" in own and not own & {"type", "name", "activity"}:
        things = [token for token in before.tokens if token.kind == "type"]
        if things:
            area = next(index for index, token in enumerate(clause.tokens) if token.kind == "area")
            return [*clause.tokens[: area + 1], *things[:1], *clause.tokens[area + 1 :]]
    return clause.tokens
