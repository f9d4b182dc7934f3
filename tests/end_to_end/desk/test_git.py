"""A folder of words that is a git repository: its commits are the history, whoever makes them."""

import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.end_to_end.desk.conftest import House, lesson, new_file, running, save_button, to, told

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

AT_HOME = lesson("[거실](area) [조명](appliance_type) 좀 잠재워 줘")
ELSEWHERE = lesson("[거실](area) [조명](appliance_type) 좀 기절시켜")


def git(folder: Path, *words: str) -> str:
    """What git says; the person's own settings are not asked."""
    who = ("-c", "user.name=Minsu", "-c", "user.email=minsu@example.com", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path, browser: Browser) -> AsyncIterator[House]:
    """A house whose folder of words is a clone of a repository."""
    origin, folder = tmp_path / "origin.git", tmp_path / "state" / "intents"
    folder.parent.mkdir()
    git(tmp_path, "init", "--bare", str(origin))
    git(tmp_path, "clone", str(origin), str(folder))
    git(folder, "commit", "--allow-empty", "-m", "begin")
    git(folder, "push", "origin", "HEAD")
    async with running(tmp_path, browser) as one:
        yield one


async def test_the_page_and_git_write_one_history(house: House, tmp_path: Path) -> None:
    async with house.admin() as (_, page):
        await new_file(page, "own.yml", AT_HOME)
        await save_button(page).click()
        await told(page, "저장했어요.")
        assert git(house.folder, "log", "-1", "--format=%an|%cn|%s") == "mom|Jipsa|own.yml saved"
        assert git(house.folder, "status", "--porcelain") == ""
        git(house.folder, "push", "origin", "HEAD")

        git(tmp_path, "clone", str(tmp_path / "origin.git"), "elsewhere")
        (tmp_path / "elsewhere" / "more.yml").write_text(ELSEWHERE, "utf-8")
        git(tmp_path / "elsewhere", "add", ".")
        git(tmp_path / "elsewhere", "commit", "-m", "말을 하나 더")
        git(tmp_path / "elsewhere", "push", "origin", "HEAD")
        git(house.folder, "pull", "origin", git(house.folder, "branch", "--show-current"))
        await house.until_meant("거실 조명 좀 기절시켜", "power.turn_off appliance=light-living")

        await to(page, "history")
        versions = page.locator(".pane-history .tile-card")
        await expect(versions.first).to_contain_text("말을 하나 더")
        await expect(versions.first).to_contain_text("지금 쓰는 것")
        await versions.nth(1).locator("a.version").click()
        await page.get_by_role("button", name="이때로 되돌리기").click()
        await page.get_by_role("button", name="되돌리기", exact=True).click()
        await told(page, "되돌렸어요.")
        assert house.holds() == {"own.yml": AT_HOME}
        assert git(house.folder, "log", "-1", "--format=%an|%cn") == "mom|Jipsa"
        assert git(house.folder, "show", "--name-status", "--format=", "HEAD") == "D\tmore.yml"
        assert git(house.folder, "status", "--porcelain") == ""
        assert house.meant("거실 조명 좀 기절시켜") != "power.turn_off appliance=light-living"
