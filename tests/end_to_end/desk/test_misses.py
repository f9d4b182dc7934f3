"""What somebody said and was not understood is taught by an admin with a tap, and works for everybody."""

import time

import pytest
from playwright.async_api import expect

from tests.end_to_end.desk.conftest import House, to, told

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MISSED = "거실 조명 좀 잠재워 줘"


async def test_a_missed_phrase_is_taught_and_works_in_another_chat(
    house: House, record_property: pytest.FixtureRequest
) -> None:
    await house.missed(MISSED)
    async with house.admin() as (_, page):
        await to(page, "misses")
        group = page.locator(".tile-card", has_text=MISSED)
        await group.get_by_role("button", name="뜻 가르치기").click()
        await group.get_by_label("무슨 뜻인가요?").select_option("power.turn_off")
        await group.get_by_label("예문").fill("[거실](area) [조명](appliance_type) 좀 잠재워 줘")
        await house.acts("거실 불 켜줘", ("light-living", "turn_on"))
        tapped = time.monotonic()
        await group.get_by_role("button", name="가르치기", exact=True).click()
        await house.until_meant(MISSED, "power.turn_off area=거실 appliance_type=light")
        await house.acts(MISSED, ("light-living", "turn_off"))
        took = time.monotonic() - tapped
        record_property("seconds from the tap to the answer", round(took, 2))
        print(f"{took:.2f} s from the tap to the answer in the other chat")
        await expect(group).to_contain_text("가르쳤어요.")
        await group.get_by_role("button", name="되돌리기").click()
        await told(page, "되돌렸어요.")
        assert (await house.say(MISSED)).outcome == "not_understood"
