"""The admins' desk in real headless Chromium, over a scripted API."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.web.auth import Auth
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from tests.bot.web.conftest import SECRET, TOKEN, Site
from tests.bot.web.page.browser import Door, Visitor
from tests.bot.web.page.scripted_desk import EVIL, OWN, ScriptedDesk, changed, effect, verdict
from tests.bot.web.page.test_looks import FAINT_TEXTS
from tests.bot.web.scripted_house import ScriptedHouse, ScriptedSimulator

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SMALL_PHONE = {"width": 360, "height": 740}
WIDE_DESK = {"width": 1400, "height": 900}
FULL = {
    "words": ".result .changed.worse",
    "try": ".pane-try select",
    "misses": "[data-key='teach m1']",
    "history/v3": ".line.removed",
    "people": ".rules",
    "appliances": "[data-key='edit tv-1']",
}
# section → what is to be seen on it once it is whole
RISKY = effect(
    changed("문 열어", "query.state state=open", "lock.unlock appliance_type=door_lock", worse=True, count=3),
    changed("왕별 꺼", "chat: nothing", "power.turn_off appliance=light-1"),
)


@dataclass
class Desk:
    """The script, and a browser at its door."""

    script: ScriptedDesk
    door: Door

    async def opened(self, visitor: Visitor, where: str = "words") -> Page:
        """The desk, signed in as mom."""
        page = await visitor.sign_in()
        await page.goto(f"{visitor.site.url}/desk#{where}")
        await expect(page.locator(".pane:visible")).to_be_visible()
        return page


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser) -> AsyncIterator[Desk]:
    house = ScriptedHouse()
    simulator, auth, script = ScriptedSimulator(house), Auth(TOKEN, SECRET), ScriptedDesk()
    settings = WebSettings(port=0, keep_alive_s=0.05)
    app = create_app(house, auth, simulator, settings)
    app.include_router(script.routes())
    server = WebServer(app, settings)
    await server.start()
    yield Desk(script, Door(Site(house, simulator, auth, server), browser))
    await server.stop()


def editor(page: Page) -> Locator:
    """Where the text is typed; locators look into the shadow root."""
    return page.get_by_role("textbox", name="편집기")


async def type_at_end(page: Page, text: str) -> None:
    await editor(page).click()
    await page.keyboard.press("Control+End")
    await page.keyboard.insert_text(text)


async def test_an_error_is_marked_on_its_line_while_it_is_typed(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await expect(editor(page)).to_contain_text("왕별 꺼")
        await type_at_end(page, "# 한 줄\n- \t탭")
        wrong = page.locator(".cm-line", has=page.locator(".cm-lintRange-error"))
        await expect(wrong).to_have_count(1)
        await expect(wrong).to_have_text("- \t탭")
        await expect(page.locator(".remark.error")).to_contain_text("own.yml 11행탭이 들어 있어요.")
        await expect(page.locator(".file .badge.bad")).to_have_accessible_name("고칠 곳 1군데")
        await page.keyboard.press("Control+Home")
        await page.get_by_role("button", name="own.yml 11행").click()
        await page.keyboard.type("!")
        await expect(page.locator(".cm-activeLine.cm-line")).to_have_text("- !\t탭")
        await type_at_end(page, "")
        await page.keyboard.press("Control+Z")
        await page.keyboard.press("Control+Z")
        await expect(page.locator(".remark.error")).to_have_count(0)
        await expect(page.locator(".cm-lintRange-error")).to_have_count(0)


async def test_what_would_change_is_told_in_words(desk: Desk) -> None:
    desk.script.checked = verdict(effect=RISKY)
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await expect(page.locator(".sum").first).to_contain_text("지난 메시지 412개 중 4개가 달라져요.")
        worse = page.locator(".changed.worse")
        await expect(worse).to_contain_text("문 열어")
        await expect(worse).to_contain_text("상태 묻기 · 상태 열림")
        await expect(worse).to_contain_text("잠금 풀기 · 도어락")
        await expect(page.locator(".changed").nth(1)).to_contain_text("끄기 · 조명")


async def test_save_sends_what_it_went_on_top_of(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        save = page.get_by_role("button", name="저장", exact=True)
        await expect(save).to_be_disabled()
        await type_at_end(page, "# 덧붙임\n")
        await page.keyboard.press("Control+s")
        await expect(page.locator("#told")).to_contain_text("저장했어요.")
        await expect(save).to_be_disabled()
        text = OWN + "# 덧붙임\n"
        assert desk.script.said("POST save") == [{"files": {"own.yml": text}, "base": "mark-1"}]
        await type_at_end(page, "# 또\n")
        await save.click()
        await expect(save).to_be_disabled()
        assert desk.script.said("POST save")[1]["base"] == "mark-1+"


async def test_what_is_typed_while_it_saves_stays(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await type_at_end(page, "# 하나\n")
        desk.script.hold.clear()
        await page.keyboard.press("Control+s")
        await page.keyboard.insert_text("# 둘\n")
        desk.script.hold.set()
        await expect(page.locator("#told")).to_contain_text("저장했어요.")
        await expect(editor(page)).to_contain_text("# 둘")
        await expect(page.locator(".banner")).to_have_count(0)
        await page.get_by_role("button", name="저장", exact=True).click()
        await expect(page.get_by_role("button", name="저장", exact=True)).to_be_disabled()
        assert desk.script.files["own.yml"] == OWN + "# 하나\n# 둘\n"


async def test_a_conflict_shows_both_texts_and_keeps_what_was_typed(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await type_at_end(page, "# 내가 쓴 줄\n")
        desk.script.files = {"own.yml": OWN.replace("왕별 꺼\n", "달별 꺼\n", 1)}
        desk.script.mark = "mark-2"
        desk.script.save_answers = [(409, verdict(ok=False, why="conflict", mark="mark-2"))]
        await page.get_by_role("button", name="저장", exact=True).click()
        await expect(page.locator(".banner")).to_contain_text("엄마")
        await expect(editor(page)).to_contain_text("내가 쓴 줄")
        chunk = page.locator(".cm-deletedChunk", has_text="달별 꺼")
        await expect(chunk).to_have_count(1)
        await chunk.get_by_role("button", name="저쪽 것으로").click()
        await page.get_by_role("button", name="편집기에 있는 글로 하기").click()
        await expect(page.locator(".cm-deletedChunk")).to_have_count(0)
        await page.get_by_role("button", name="저장", exact=True).click()
        await expect(page.locator("#told")).to_contain_text("저장했어요.")
        sent = desk.script.said("POST save")[-1]
        assert sent == {"files": {"own.yml": desk.script.files["own.yml"]}, "base": "mark-2"}
        assert "달별 꺼" in sent["files"]["own.yml"]
        assert "내가 쓴 줄" in sent["files"]["own.yml"]
        visitor.trouble = [text for text in visitor.trouble if "409" not in text]


async def test_their_text_instead_of_mine(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await type_at_end(page, "# 내가 쓴 줄\n")
        desk.script.files, desk.script.mark = {"own.yml": OWN + "# 저쪽\n"}, "mark-2"
        desk.script.save_answers = [(409, verdict(ok=False, why="conflict"))]
        await page.get_by_role("button", name="저장", exact=True).click()
        await page.get_by_role("button", name="저쪽 글로 하기").click()
        await expect(editor(page)).to_contain_text("# 저쪽")
        await expect(editor(page)).not_to_contain_text("내가 쓴 줄")
        await expect(page.get_by_role("button", name="저장", exact=True)).to_be_disabled()
        visitor.trouble = [text for text in visitor.trouble if "409" not in text]


async def test_what_is_risky_needs_a_second_click(desk: Desk) -> None:
    risky = verdict(ok=False, why="risky", can_be_forced=True, effect=RISKY)
    desk.script.checked = risky
    desk.script.save_answers = [(409, risky)]
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await type_at_end(page, "# 덧붙임\n")
        await page.get_by_role("button", name="저장", exact=True).click()
        await expect(page.locator("#told")).to_contain_text("위험해지는 말이 있어서 저장하지 않았어요.")
        await page.get_by_role("button", name="그래도 적용하기").click()
        assert len(desk.script.said("POST save")) == 1
        await expect(page.locator(".forcing")).to_contain_text("위험한 일을 하게 돼요")
        await page.get_by_role("button", name="확인했어요, 적용하기").click()
        await expect(page.locator("#told")).to_contain_text("저장했어요.")
        assert desk.script.said("POST save")[1]["use_anyway"] is True
        visitor.trouble = [text for text in visitor.trouble if "409" not in text]


async def test_files_are_made_renamed_and_removed(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await page.get_by_role("button", name="새 파일").click()
        await page.get_by_label("파일 이름").fill("a/b")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert").filter(has_text="빗금")).to_be_visible()
        await page.get_by_label("파일 이름").fill("영화")
        await page.keyboard.press("Enter")
        await expect(page.locator(".editor-head h2")).to_have_text("영화.yml")
        await type_at_end(page, "# 새것\n")
        await page.get_by_role("button", name="own.yml").click()
        await page.get_by_role("button", name="이름 바꾸기").click()
        await page.get_by_label("파일 이름").fill("우리집.yml")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="파일 3개 저장").click()
        await expect(page.locator("#told")).to_contain_text("저장했어요.")
        sent = desk.script.said("POST save")[0]["files"]
        assert sent == {"영화.yml": 'version: "3.1"\nnlu:\n# 새것\n', "우리집.yml": OWN, "own.yml": None}
        await page.get_by_role("button", name="지우기").click()
        await expect(page.locator(".file.goes")).to_have_count(1)
        await page.get_by_role("button", name="지우지 않기").click()
        await expect(page.locator(".file.goes")).to_have_count(0)


async def test_examples_that_ship_can_only_be_read_and_copied(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await page.get_by_text("딸려 온 예제").click()
        await page.get_by_role("button", name="power.yml").click()
        await expect(editor(page)).to_have_attribute("aria-readonly", "true")
        await editor(page).click()
        await page.keyboard.type("xyz")
        await expect(editor(page)).not_to_contain_text("xyz")
        await page.get_by_role("button", name="베껴서 새 파일로").click()
        await page.keyboard.press("Enter")
        await expect(page.locator(".editor-head h2")).to_have_text("my-power.yml")
        await expect(editor(page)).to_contain_text("turn on the")


async def test_leaving_with_something_unsaved_is_asked_about(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await type_at_end(page, "# 덧붙임\n")
        await expect(page.get_by_role("img", name="저장하지 않은 것이 있어요")).to_be_visible()
        await page.get_by_role("link", name="기록").click()
        await page.get_by_role("link", name="말", exact=False).first.click()
        await expect(editor(page)).to_contain_text("# 덧붙임")
        asked: list[str] = []

        async def stay(dialog: object) -> None:
            asked.append(dialog.type)  # type: ignore[attr-defined]
            await dialog.dismiss()  # type: ignore[attr-defined]

        page.on("dialog", stay)
        await page.close(run_before_unload=True)
        await expect(editor(page)).to_contain_text("# 덧붙임")
        assert asked == ["beforeunload"]


async def test_a_folder_that_was_refused_is_told_and_can_be_taken(desk: Desk) -> None:
    desk.script.pending = verdict(ok=False, why="risky", can_be_forced=True, effect=RISKY)
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        banner = page.locator(".banner.bad")
        await expect(banner).to_contain_text("/home/mom/intents에 있는 파일에 문제가 있어서")
        await banner.get_by_role("button", name="그래도 적용하기").click()
        await banner.get_by_role("button", name="확인했어요, 적용하기").click()
        await expect(banner).to_have_count(0)
        assert desk.script.said("POST use-anyway") == [{}]


async def test_a_sentence_is_tried_and_nothing_is_sent(desk: Desk) -> None:
    async with desk.door.visitor(viewport=WIDE_DESK) as visitor:
        page = await desk.opened(visitor)
        await page.get_by_label("집에 할 말").fill("왕별 꺼")
        await page.get_by_label("누가").select_option("minsu")
        await page.get_by_role("button", name="해 보기").click()
        result = page.locator(".try-result")
        await expect(result).to_contain_text("기기에는 아무것도 보내지 않았어요.")
        await expect(result.locator(".intents")).to_contain_text("끄기")
        await expect(result.locator(".sends")).to_contain_text("home/light-1/set")
        await expect(result.locator(".facts-list")).to_contain_text("모르는 말")
        assert desk.script.said("POST try") == [{"text": "왕별 꺼", "person": "minsu"}]


async def test_a_miss_is_taught_and_undone(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor, "misses")
        group = page.locator(".tile-card", has_text="빨래 좀 해")
        await expect(group).to_contain_text("혹시 이런 뜻인가요? 시작")
        await group.get_by_role("button", name="뜻 가르치기").click()
        await expect(group.get_by_label("무슨 뜻인가요?")).to_have_value("run_control.start")
        await expect(group).to_contain_text("울코스로 세탁기 돌려줘")
        await group.get_by_label("예문").fill("[빨래](appliance_type) 좀 해")
        await group.get_by_role("button", name="가르치기", exact=True).click()
        await expect(group).to_contain_text("가르쳤어요.")
        await expect(group).to_contain_text("시작 · 세탁기")
        order = {"intent": "run_control.start", "example": "[빨래](appliance_type) 좀 해", "text": "빨래 좀"}
        assert desk.script.said("POST misses/m1/teach") == [order]
        await group.get_by_role("button", name="되돌리기").click()
        await expect(page.locator("#told")).to_contain_text("되돌렸어요.")
        assert desk.script.said("POST history/v3/undo") == [{}]


async def test_what_was_taught_is_not_undone_over_later_changes(desk: Desk) -> None:
    desk.script.taught_as = "v2"
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor, "misses")
        await page.locator("[data-key='teach m1']").click()
        await page.get_by_role("button", name="가르치기", exact=True).click()
        await page.locator("[data-key='undo m1']").click()
        await expect(page.locator("#told")).to_contain_text("그 뒤에 바뀐 것이 있어서")
        assert not any("restore" in path or "undo" in path for path, _ in desk.script.asked)


async def test_a_miss_becomes_a_command_or_is_ignored(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor, "misses")
        group = page.locator(".tile-card", has_text="영화 볼거야")
        await group.get_by_role("button", name="명령으로 만들기").click()
        await group.get_by_label("명령 이름").fill("영화 모드")
        await group.get_by_label("이렇게 말하면").fill("영화 볼거야\n\n movie time ")
        await group.get_by_role("button", name="가르치기", exact=True).click()
        await expect(group).to_contain_text("가르쳤어요.")
        [order] = desk.script.said("POST misses/m2/command")
        says, steps = ["영화 볼거야", "movie time"], ["거실 불 30%로", "커튼 닫아"]
        assert order == {"name": "영화 모드", "says": says, "steps": steps}
        await page.locator("[data-key='ignore m3']").click()
        await expect(page.locator(".tile-card", has_text="img")).to_have_count(0)
        assert desk.script.said("POST misses/m3/ignore") == [{}]


async def test_history_shows_what_changed_and_restores(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor, "history")
        await expect(page.locator(".tile-card").first).to_contain_text("지금 쓰는 것")
        await expect(page.locator(".tile-card").first).to_contain_text("1개는 위험해짐")
        await page.locator("[data-key='version v2']").click()
        added = page.locator(".line.added")
        await expect(added).to_have_count(2)
        await expect(added.nth(1)).to_contain_text('# <b>"재우다"</b>는 끄기')
        await page.get_by_role("button", name="이때로 되돌리기").click()
        assert desk.script.said("POST history/v2/restore") == []
        await page.get_by_role("button", name="되돌리기", exact=True).click()
        await expect(page.locator("#told")).to_contain_text("되돌렸어요.")
        assert desk.script.said("POST history/v2/restore") == [{}]


async def test_an_appliance_gets_another_name(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor, "appliances")
        await page.get_by_role("button", name="통돌이 바꾸기").click()
        await expect(page.get_by_label("한국어 이름")).to_have_value("통돌이")
        await page.get_by_label("한국어 이름").fill("통돌이, 세탁기")
        await page.get_by_label("방 (한국어)").fill("")
        await page.get_by_label("종류").select_option("dryer")
        await page.get_by_role("button", name="저장", exact=True).click()
        await expect(page.locator("#told")).to_contain_text("저장했어요.")
        names = {"ko": ["통돌이", "세탁기"], "en": ["Topper"]}
        assert desk.script.said("PUT appliances/washer-1") == [
            {"names": names, "type": "dryer", "base": "mark-1"}
        ]
        await page.get_by_role("button", name="통돌이 바꾸기").click()
        await page.get_by_role("button", name="알린 대로 되돌리기").click()
        assert desk.script.said("DELETE appliances/washer-1") == []
        await page.locator("[data-key=reset]").click()
        await expect(page.locator(".teaching")).to_have_count(0)
        assert desk.script.said("DELETE appliances/washer-1") == [None]


async def test_rights_are_a_table_with_heads(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor, "people")
        row = page.get_by_role("row", name="쓰기: 위험한 것 돼요 돼요 어른에게 물어봐요 안 돼요")
        await expect(row).to_be_visible()
        await expect(page.get_by_role("columnheader")).to_have_text(
            ["무엇을", "집주인", "어른", "아이", "손님"]
        )
        await expect(page.locator(".rules")).to_contain_text("TV · 21:00부터 07:00까지")


async def test_only_owners(desk: Desk) -> None:
    desk.script.closed_to = {"files"}
    async with desk.door.visitor() as visitor:
        page = await visitor.open("/desk")
        await expect(page.locator("#why")).to_have_text("먼저 집사 페이지에 들어와 주세요.")
        await visitor.sign_in("minsu")
        await page.reload()
        await expect(page.locator("#why")).to_have_text("관리실은 집주인만 들어올 수 있어요.")
        await expect(page.locator("#app")).to_be_hidden()


async def test_an_error_of_the_api_is_told_as_a_sentence(desk: Desk) -> None:
    desk.script.closed_to = {"misses"}
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor, "misses")
        await expect(page.locator("#told")).to_have_text("Only an owner may do this.")


async def test_hostile_sentences_stay_text(desk: Desk) -> None:
    desk.script.checked = verdict(
        effect=effect(changed(EVIL, f"chat: nothing | {EVIL}", f"power.turn_on unknown={EVIL}"))
    )
    desk.script.files = {"own.yml": f'version: "3.1"\n# {EVIL}\n'}
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await expect(page.locator(".changed")).to_contain_text(EVIL)
        await expect(editor(page)).to_contain_text(EVIL)
        for section in ("misses", "appliances"):
            await page.goto(f"{visitor.site.url}/desk#{section}")
            await expect(page.locator(f".pane-{section}")).to_contain_text(EVIL)
        assert await page.title() == "집사 관리실"
        assert await page.locator("img[onerror]").count() == 0


@pytest.mark.parametrize("language", ["ko-KR", "en-GB"])
async def test_a_small_phone_scrolls_only_downwards(desk: Desk, language: str) -> None:
    desk.script.checked = verdict(effect=RISKY)
    options = {"viewport": SMALL_PHONE, "is_mobile": True, "has_touch": True, "locale": language}
    async with desk.door.visitor(**options) as visitor:
        page = await desk.opened(visitor)
        for section in FULL:
            await page.goto(f"{visitor.site.url}/desk#{section}")
            await expect(page.locator(FULL[section])).to_be_visible()
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), section
        await page.locator(".appliance button").first.tap()
        await expect(page.locator(".teaching")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        hangul = await page.evaluate("/[가-힣]/.test(document.querySelector('#sections').textContent)")
        assert hangul == (language == "ko-KR")


NAMELESS = """() => {
  const named = (e) => e.getAttribute("aria-label") || e.labels?.length || e.textContent.trim() || e.getAttribute("aria-labelledby");
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return [...document.querySelectorAll("button, a, input, select, textarea, [role=region], nav, dialog")]
    .filter((e) => e.checkVisibility() && !named(e)).map((e) => e.outerHTML.slice(0, 90))
    .concat(ids.filter((id, at) => ids.indexOf(id) !== at));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_labels_and_contrast(desk: Desk, scheme: str) -> None:
    desk.script.checked = verdict(
        ok=False, why="risky", can_be_forced=True, effect=RISKY, failed=[{"say": "왕별 꺼", "wanted": "nothing", "means": "power.turn_off", "file": "own.yml", "line": 8}],
        findings=[{"kind": "x", "level": level, "file": "own.yml", "line": 5, "text": {"ko": "한 번 보세요.", "en": "Look."}} for level in ("warning", "hint")],
    )  # fmt: skip
    desk.script.pending = desk.script.checked
    async with desk.door.visitor(color_scheme=scheme, reduced_motion="reduce", viewport=WIDE_DESK) as visitor:
        page = await desk.opened(visitor)
        await type_at_end(page, "# 덧붙임\n")
        await expect(page.locator(".result .changed")).to_have_count(2)
        for section in FULL:
            await page.goto(f"{visitor.site.url}/desk#{section}")
            await expect(page.locator(FULL[section])).to_be_visible()
            if section == "misses":
                await page.locator("[data-key='teach m1']").click()
            assert await page.evaluate(NAMELESS) == []
            assert await page.evaluate(FAINT_TEXTS) == []
            assert await page.locator("h1").count() >= 1


async def test_the_keyboard_gets_into_the_editor_and_out_again(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await expect(editor(page)).to_be_visible()
        await page.keyboard.press("Tab")
        await expect(page.locator("#skip")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("#main")).to_be_focused()
        for _ in range(12):
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.classList.contains('editor')"):
                break
        await page.keyboard.press("Control+End")
        await page.keyboard.type("# a")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="저장", exact=True)).to_be_focused()
        await expect(editor(page)).to_contain_text("# a")


POLICY = """() => {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
}"""
LOOK = """() => {
  const root = document.querySelector(".editor").shadowRoot;
  const style = getComputedStyle(root.querySelector(".cm-scroller"));
  return [root.adoptedStyleSheets.length > 0, style.display, style.fontFamily.includes("monospace"),
    document.querySelectorAll("style").length + root.querySelectorAll("style").length];
}"""
STYLED_BY_HAND = """() => document.head.append(Object.assign(document.createElement("style"), {textContent: "p { color: red }"}))"""


async def test_the_editor_is_styled_under_the_policy_of_the_page(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        await visitor.context.add_init_script(f"({POLICY})()")
        page = await desk.opened(visitor)
        await type_at_end(page, "- \t탭")
        await expect(page.locator(".cm-lintRange-error")).to_have_count(1)
        await page.locator(".cm-lint-marker-error").hover()
        await expect(page.locator(".cm-tooltip")).to_contain_text("탭이 들어 있어요.")
        await editor(page).click()
        await page.keyboard.press("Control+f")
        await expect(page.locator(".cm-search input").first).to_have_attribute("placeholder", "찾기")
        assert await page.evaluate(LOOK) == [True, "flex", True, 0]
        assert await page.evaluate("violations") == []
        await page.evaluate(STYLED_BY_HAND)
        await page.wait_for_function("violations.length === 1")  # so it would have been seen
        visitor.trouble = [text for text in visitor.trouble if "inline style" not in text]


async def test_language_is_changed_in_place(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await desk.opened(visitor)
        await type_at_end(page, "# 덧붙임\n")
        await page.get_by_role("button", name="Switch to English").click()
        await expect(page.locator("#title")).to_have_text("Jipsa desk")
        await expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
        await expect(page.get_by_role("textbox", name="Editor of own.yml")).to_contain_text("# 덧붙임")


MISSING_WORDS = """async () => {
  const keys = (words, path = "") => Object.entries(words).flatMap(([key, value]) =>
    (typeof value === "object" ? keys(value, `${path}${key}.`) : [path + key]));
  const of = async (file) => keys((await import(`/static/desk/words/${file}.js`)).default);
  const apart = (a, b) => a.filter((key) => !b.includes(key) && !key.startsWith("editor.phrases."));
  const pairs = [["ko", "en"], ["en", "ko"], ["meanings_ko", "meanings_en"], ["meanings_en", "meanings_ko"]];
  return (await Promise.all(pairs.map(async ([a, b]) => apart(await of(a), await of(b))))).flat();
}"""


async def test_both_languages_have_the_same_words(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await visitor.open("/desk")
        assert await page.evaluate(MISSING_WORDS) == []


MEANING = """async (line) => (await import("/static/desk/meaning.js")).meaning(line)"""
MEANINGS = [
    ("power.turn_off appliance_type=light area=거실", "끄기 · 불 · 방 거실"),
    ("power.turn_off appliance=그 불 + temperature.set value=24.5 unit=celsius", "끄기 · 그 불 + 온도 맞추기 · 24.5 · °C"),
    ("negated: power.turn_on appliance_type=tv~ | 쪽", "하지 말라는 말: 켜기 · TV? (남은 말: 쪽)"),
    ("chat: nothing | 빨래 좀", "아무 일도 하지 않음 (남은 말: 빨래 좀)"),
    ("nothing", "아무 일도 하지 않음"),
    ("someday.new", "someday.new"),
]  # fmt: skip


async def test_meanings_in_words(desk: Desk) -> None:
    async with desk.door.visitor() as visitor:
        page = await visitor.open("/desk")
        for line, expected in MEANINGS:
            assert await page.evaluate(MEANING, line) == expected
