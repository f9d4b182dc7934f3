"""Whether Jipsa lives, can serve, and how it fares."""

import asyncio

from fastapi import APIRouter, Depends, Response

from bot.house import Check, House
from bot.web.access import Access
from bot.web.errors import Json
from bot.web.explanations import is_looking
from bot.web.metrics import Metrics
from bot.web.models import HealthBody
from bot.web.views import check_json

HEALTH_TIMEOUT_S = 5.0


def health_routes(house: House, access: Access, metrics: Metrics) -> APIRouter:
    """GET /healthz, /readyz (both open to all), /metrics and /api/v1/health."""
    routes = APIRouter()

    @routes.get("/healthz", include_in_schema=False)
    async def alive() -> Json:
        return Json({"alive": True})

    @routes.get("/readyz", include_in_schema=False)
    async def ready() -> Json:
        checks = await _checks(house)
        messengers = {check.name: check.ok for check in checks if check.messenger}
        # a messenger that is away keeps nobody from serving: it is only named
        told: dict[str, object] = {"messengers": messengers} if messengers else {}
        if is_looking(house.discovery()):
            # it serves, and what it does not know yet may still appear
            told["looking_for_appliances"] = True
        needed = [check for check in checks if not check.messenger and not check.optional]
        failing = [check.name for check in needed if not check.ok]
        if not failing:
            return Json({"ready": True, **told})
        # Names only: what the checks say may name hosts, and anyone may ask this.
        sentence = f"Not ready: {', '.join(failing)}. `jipsa doctor` and /api/v1/health say more."
        return Json({"ready": False, "error": sentence, "failing": failing, **told}, 503)

    @routes.get("/metrics", include_in_schema=False, dependencies=[Depends(access)])
    async def prometheus() -> Response:
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    @routes.get(
        "/api/v1/health", response_model=HealthBody, dependencies=[Depends(access)], summary="Lines of health"
    )
    async def health() -> Json:
        checks = await _checks(house)
        return Json({"ok": all(check.ok for check in checks), "checks": [check_json(c) for c in checks]})

    return routes


async def _checks(house: House) -> list[Check]:
    try:
        async with asyncio.timeout(HEALTH_TIMEOUT_S):
            return await house.health()
    except TimeoutError:
        return [Check("house", False, f"The house did not answer within {HEALTH_TIMEOUT_S:.0f} s.")]
