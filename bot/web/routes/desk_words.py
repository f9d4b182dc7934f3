"""The files of the own words: read, checked as they are typed, saved; and a sentence tried."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends

from bot.desk.verdict import Verdict
from bot.web.access import Caller
from bot.web.desk_answers import CHANGES, answer, hand
from bot.web.desk_bodies import FolderBody, IntentBody, TryBody, VerdictBody
from bot.web.desk_models import CheckOrder, FolderOrder, SaveOrder, TryOrder
from bot.web.desk_views import files_json, intent_json, verdict_json
from bot.web.errors import ApiError, Json
from bot.web.newest import Newest, Superseded
from bot.web.register import Owners, Register
from bot.web.words_desk import WordsDesk
from nlu.errors import LanguageError
from nlu.yaml_checks import MAX_FILES, MAX_FOLDER_BYTES


def words_routes(words: WordsDesk, register: Register, owners: Owners) -> APIRouter:
    """/files, /check, /save, /use-anyway, /try, /schema, /intents."""
    routes = APIRouter(dependencies=[Depends(owners)])
    changes, text = words.changes, words.remark_text
    looks: Newest[Verdict] = Newest()

    @routes.get("/files", response_model=FolderBody, summary="The files of the own words")
    async def files() -> Json:
        mark, found = changes.mark, changes.files()
        pending = await changes.pending()
        return Json(
            {
                "folder": str(changes.folder),
                "mark": mark,
                "files": files_json(found),
                "shipped": [{"name": name, "text": shown} for name, shown in words.shipped.items()],
                "pending": None if pending is None else verdict_json(pending, text),
            }
        )

    @routes.post("/check", response_model=VerdictBody, summary="What a change would do; nothing is written")
    async def check(order: CheckOrder, caller: Annotated[Caller, Depends(owners)]) -> Json:
        whole = _whole(changes.files(), order.files)
        try:
            verdict = await looks.run(caller.person, lambda: changes.look(whole))
        except Superseded:
            raise ApiError(409, "A newer check took the place of this one.") from None
        return Json(verdict_json(verdict, text))

    @routes.post("/save", response_model=VerdictBody, responses=CHANGES, summary="Write files and go live")
    async def save(order: SaveOrder, caller: Annotated[Caller, Depends(owners)]) -> Json:
        _whole(changes.files(), order.files)
        edit = _contents(order.files)
        verdict = await changes.save(
            edit, *hand(caller), order.what or _what(edit), base=order.base, use_anyway=order.use_anyway
        )
        return answer(verdict, text)

    @routes.post(
        "/use-anyway", response_model=VerdictBody, responses=CHANGES, summary="Take the folder as it stands"
    )
    async def use_anyway(order: FolderOrder, caller: Annotated[Caller, Depends(owners)]) -> Json:
        # nothing is written: the folder as it stands, unless it is another one than was looked at
        verdict = await changes.save({}, *hand(caller), "used anyway", base=order.base, use_anyway=True)
        return answer(verdict, text)

    @routes.post("/try", response_model=TryBody, summary="What a sentence would do; nothing is done")
    async def try_out(order: TryOrder, caller: Annotated[Caller, Depends(owners)]) -> Json:
        speaker = _speaker(register, order.person or caller.person)
        draft = None if order.files is None else _whole(changes.files(), order.files)
        try:
            return Json(await words.rehearse(order.text, speaker, draft))
        except LanguageError as fault:
            raise ApiError(422, f"{str(fault).rstrip('.')}.", facts={"fields": ["files"]}) from fault

    @routes.get("/schema", response_model=dict[str, object], summary="The format of the files as JSON Schema")
    async def schema() -> Json:
        return Json(words.schema())

    @routes.get("/intents", response_model=list[IntentBody], summary="What sentences can mean")
    async def intents() -> Json:
        return Json([intent_json(one) for one in words.intents()])

    return routes


def _contents(files: Mapping[str, str | None]) -> dict[str, bytes | None]:
    return {name: None if text is None else text.encode() for name, text in files.items()}


def _whole(there: Mapping[str, bytes], files: Mapping[str, str | None]) -> dict[str, bytes]:
    """The folder with these files in place. Raises ApiError when that is too much."""
    merged = {**there, **_contents(files)}
    whole = {name: content for name, content in sorted(merged.items()) if content is not None}
    facts = {"fields": ["files"]}
    if len(whole) > MAX_FILES:
        raise ApiError(422, f"files: at most {MAX_FILES} fit into the folder.", facts=facts)
    if sum(map(len, whole.values())) > MAX_FOLDER_BYTES:
        raise ApiError(422, f"files: all together exceed {MAX_FOLDER_BYTES:,} bytes.", facts=facts)
    return whole


def _what(edit: Mapping[str, bytes | None]) -> str:
    """The line for the history when nobody wrote one."""
    if len(edit) > 1:
        return f"{len(edit)} files changed"
    [(name, content)] = edit.items()
    return f"{name} {'removed' if content is None else 'saved'}"


def _speaker(register: Register, person_id: str | None) -> str:
    """Who would say it; the token speaks as the first owner."""
    if person_id is None:
        person_id = next((one.id for one in register.people.values() if one.role == "owner"), "")
    if person_id not in register.people:
        raise ApiError(422, f'person: there is no "{person_id}" in this home.', facts={"fields": ["person"]})
    return person_id
