"""What KakaoTalk posts to a skill server, and what it accepts as an answer."""

import hashlib
from collections.abc import Iterator
from typing import Any

from kakao_chatbot import Payload

PATH = "skill-path-0123456789abcdef"
HEADER = "X-Jipsa-Key"
KEY = "skill-key-of-the-double"
GROUP = "group-key-0123"


def key(who: str) -> str:
    """The botUserKey of somebody."""
    return hashlib.sha256(who.encode()).hexdigest()[:60]


def payload(
    who: str,
    utterance: str,
    *,
    group: bool = False,
    extra: dict[str, Any] | None = None,
    callback_url: str | None = None,
    lang: str = "kr",
) -> dict[str, Any]:
    """A call as documented, which a second parser reads as well."""
    made: dict[str, Any] = {
        "intent": {"id": "5a56ec0008cc1461d75291f6", "name": "폴백 블록"},
        "userRequest": {
            "timezone": "Asia/Seoul",
            "params": {"ignoreMe": "true", "surface": "Kakaotalk.plusfriend"},
            "block": {"id": "5a56ec0008cc1461d75291f6", "name": "폴백 블록"},
            "utterance": f"{utterance}\n",
            "lang": lang,
            "user": {
                "id": key(who),
                "type": "botUserKey",
                "properties": {"plusfriendUserKey": "PfUser", "botUserKey": key(who), "isFriend": True},
            },
        },
        "contexts": [],
        "bot": {"id": "5a548e36aea1a43fa851ecd9", "name": "집사"},
        "action": {
            "name": "집사 스킬",
            "clientExtra": extra,
            "params": {},
            "id": "5a56ebaa211ee046633e958d",
            "detailParams": {},
        },
    }
    if group:
        properties = {"botGroupKey": GROUP}
        made["userRequest"]["chat"] = {"id": GROUP, "type": "botGroupKey", "properties": properties}
    if callback_url is not None:
        made["userRequest"]["callbackUrl"] = callback_url
    read = Payload.from_dict(made)
    assert read.user_request.user.id == key(who)
    assert read.user_request.utterance == f"{utterance}\n"
    return made


def mistakes(response: dict[str, Any], *, group: bool = False) -> list[str]:
    """What KakaoTalk would not show, in words."""
    return list(_mistakes(response, group))


def _mistakes(response: dict[str, Any], group: bool) -> Iterator[str]:
    if response.get("version") != "2.0":
        yield "version must be 2.0"
    if "template" not in response:
        if "data" not in response:
            yield "neither template nor data"
        return
    template = response["template"]
    outputs, replies = template.get("outputs", []), template.get("quickReplies", [])
    if not 1 <= len(outputs) <= 3:
        yield "outputs: 1 to 3"
    for output in outputs:
        yield from _output(output)
    if len(replies) > 10 or (replies and group):
        yield "quickReplies: at most 10, and none in groups"
    for reply in replies:
        if not 0 < len(reply["label"]) <= 14 or reply["action"] != "message" or not reply["messageText"]:
            yield f"quickReplies: {reply}"


def _output(output: dict[str, Any]) -> Iterator[str]:
    ((kind, content),) = output.items()
    if kind == "simpleText":
        if not content["text"].strip() or len(content["text"]) > 1000:
            yield "simpleText: 1 to 1000 characters"
    elif kind == "simpleImage":
        if not content["imageUrl"].startswith("https://") or not 0 < len(content["altText"]) <= 1000:
            yield "simpleImage: an https address and an altText"
    elif kind == "textCard":
        words = content.get("title", "") + content.get("description", "")
        if len(content.get("title", "")) > 50 or not 0 < len(words) <= 400:
            yield "textCard: title of at most 50, 400 in all"
    else:
        yield f"{kind} is not known"
