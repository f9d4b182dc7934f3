"""The admins' desk of a running home, in real headless Chromium, and people who talk to that home meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.app import build
from bot.conversation.pending import Conversation
from bot.message import Answer
from bot.options import RunOptions
from bot.web.auth import Auth
from nlu.meaning_line import meaning_line
from tests.bot.web.page.browser import Door, Visitor, chromium
from tests.end_to_end.conftest import Family, settings_for, settled
from tests.end_to_end.ears import Ears, listening
from tests.support.waiting import until

LIVE_WITHIN_S = 60.0
"""A bound for a busy machine; it is a second on an idle one."""
HEAD = 'version: "3.1"\nnlu:\n'
PEOPLE: dict[str, Any] = {
    "mom": {"name": {"ko": "엄마", "en": "Mom"}, "role": "owner", "pin": "4821"},
    "dad": {"name": {"ko": "아빠", "en": "Dad"}, "role": "owner"},
    "aunt": {"name": {"ko": "이모", "en": "Aunt"}, "role": "adult"},
    "child": {"name": {"ko": "지우", "en": "Jiu"}, "role": "child"},
}


def lesson(*sentences: str, intent: str = "power.turn_off") -> str:
    """A file with these examples."""
    return f"{HEAD}- intent: {intent}\n  examples: |\n" + "".join(f"    - {one}\n" for one in sentences)


def command(name: str, *steps: str) -> str:
    """A file with this own command."""
    return f'version: "3.1"\ncommands:\n- name: {name}\n  steps: |\n' + "".join(
        f"    - {one}\n" for one in steps
    )


@dataclass
class House:
    """A home, its people, the folder of its words, and the way in for browsers."""

    family: Family
    folder: Path
    ears: Ears
    browser: Browser

    @property
    def url(self) -> str:
        """Of its page."""
        return self.family.home.web.url

    @property
    def auth(self) -> Auth:
        """Who may come in."""
        return self.family.home.auth

    @asynccontextmanager
    async def admin(
        self, person: str = "mom", *refusals: int, **options: Any
    ) -> AsyncIterator[tuple[Visitor, Page]]:
        """A browser on the desk; refusals: answers of the API that this visit provokes, others are a fault."""
        async with Door(self, self.browser).visitor(**options) as visitor:
            visitor.refusals |= set(refusals)
            page = await visitor.sign_in(person)
            page.set_default_timeout(LIVE_WITHIN_S * 1000)
            await to(page, "words")
            yield visitor, page

    async def say(self, text: str, sender: str = "aunt", **more: Any) -> Answer:
        """Something said in that person's own chat."""
        return await self.family.say(text, sender=sender, **more)

    async def missed(self, *texts: str, sender: str = "aunt") -> None:
        """Said and not understood, and written down as that."""
        for text in texts:
            assert (await self.say(text, sender)).outcome == "not_understood", text
        await self.family.home.steward._after.__self__.written()  # type: ignore[attr-defined]

    async def acts(self, text: str, *done: tuple[str, str], sender: str = "aunt") -> None:
        """A message does this, now."""
        answer = await self.say(text, sender)
        assert tuple((one.appliance, one.action) for one in answer.commands) == done, answer.replies

    async def tells_owners(self, words: str) -> None:
        """Wait until the home told both owners by itself."""

        def told() -> set[str | None]:
            own = (one for one in self.ears.events if str(one.data.get("id", "")).startswith("house-"))
            return {one.person for one in own if words in str(one.data["replies"])}

        await until(lambda: told() == {"mom", "dad"}, LIVE_WITHIN_S)

    def save(self, text: str, name: str = "own.yml") -> None:
        """As with an editor of one's own."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def holds(self) -> dict[str, str]:
        """The files, as they are on the drive."""
        return {one.name: one.read_text("utf-8") for one in sorted(self.folder.glob("*.yml"))}

    def meant(self, text: str) -> str:
        """What a sentence means now, asked without a message, which would act."""
        pipeline = self.family.home.steward._pipeline
        read = pipeline.understand(text, Conversation(), self.family.home.steward._people["aunt"])
        return meaning_line(asdict(read))

    async def until_meant(self, text: str, meaning: str) -> None:
        """Wait until it means this."""
        end = time.monotonic() + LIVE_WITHIN_S
        while (now := self.meant(text)) != meaning:
            assert time.monotonic() < end, now
            await asyncio.sleep(0.02)


async def to(page: Page, section: str) -> None:
    """Another section of the desk."""
    await page.goto(f"{page.url.partition('/desk')[0].partition('/#')[0].rstrip('/')}/desk#{section}")
    await expect(page.locator(f".pane-{section.partition('/')[0]}")).to_be_visible()


def editor(page: Page) -> Locator:
    """Where the text is typed; locators look into the shadow root."""
    return page.get_by_role("textbox", name="편집기")


async def write(page: Page, text: str) -> None:
    """All of the file that is open anew."""
    await editor(page).click()
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Delete")
    await page.keyboard.insert_text(text)


async def new_file(page: Page, name: str, text: str) -> None:
    """A file of this name with this text, not saved."""
    await page.get_by_role("button", name="새 파일", exact=True).click()
    await page.get_by_label("파일 이름").fill(name)
    await page.keyboard.press("Enter")
    await expect(page.locator(".editor-head h2")).to_have_text(name)
    await write(page, text)


async def told(page: Page, text: str) -> None:
    """The page says so in passing."""
    await expect(page.locator("#told")).to_contain_text(text, timeout=LIVE_WITHIN_S * 1000)


def save_button(page: Page) -> Locator:
    """Saves what was typed."""
    return page.get_by_role("button", name="저장", exact=True)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium."""
    expect.set_options(timeout=LIVE_WITHIN_S * 1000)
    async with chromium() as running:
        yield running


@asynccontextmanager
async def running(tmp_path: Path, browser: Browser, **sections: object) -> AsyncIterator[House]:
    """A house until the end of the block."""
    async with AsyncExitStack() as stack:
        settings = settings_for(tmp_path, people=PEOPLE, **sections)
        family = await settled(await build(settings, RunOptions(port=0), stack))
        ears = await stack.enter_async_context(listening(family))
        yield House(family, settings.nlu.words_folder(tmp_path / "state"), ears, browser)


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path, browser: Browser) -> AsyncIterator[House]:
    """A house of the test's own."""
    async with running(tmp_path, browser) as one:
        yield one
