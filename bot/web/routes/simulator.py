"""The simulated home: its clock and what befalls its appliances."""

from typing import Annotated

from fastapi import APIRouter, Depends

from bot.web.access import Access, Caller
from bot.web.errors import ApiError, Json
from bot.web.models import SimulatedBody, SimulatorBody, SituationBody, SpeedBody
from bot.web.simulator import SimulatedDevice, SimulatorControl
from bot.web.views import device_json


def simulator_routes(simulator: SimulatorControl | None, access: Access) -> APIRouter:
    """GET and PATCH /simulator, PATCH /simulator/appliances/{id}; 404 when the home is real."""
    routes = APIRouter(prefix="/simulator")

    async def control(caller: Annotated[Caller, Depends(access)]) -> SimulatorControl:
        access.grown_up(caller)
        if simulator is None:
            raise ApiError(404, "This home is real: there is no simulator.")
        return simulator

    Control = Annotated[SimulatorControl, Depends(control)]  # noqa: N806

    @routes.get("", response_model=SimulatorBody, summary="The simulated home")
    async def show(control: Control) -> Json:
        return _whole(control)

    @routes.patch("", response_model=SimulatorBody, summary="Set the speed of its clock")
    async def set_speed(body: SpeedBody, control: Control) -> Json:
        try:
            control.speed = body.speed
        except ValueError as error:
            raise ApiError(422, str(error), facts={"fields": ["speed"]}) from None
        return _whole(control)

    @routes.patch("/appliances/{appliance_id}", response_model=SimulatedBody, summary="Change a situation")
    async def set_situation(appliance_id: str, body: SituationBody, control: Control) -> Json:
        device = _device(control, appliance_id)
        wanted = body.model_dump(include=body.model_fields_set)
        if not wanted:
            raise ApiError(422, "Name at least one thing to change.", facts={"fields": []})
        unsupported = sorted(set(wanted) - set(device.supported))
        if unsupported:
            raise ApiError(
                422,
                f"{appliance_id} has no {', '.join(unsupported)}; it has {', '.join(device.supported)}.",
                facts={"fields": unsupported},
            )
        try:
            control.change(appliance_id, **wanted)
        except ValueError as error:
            raise ApiError(422, str(error), facts={"fields": sorted(wanted)}) from None
        return Json(device_json(_device(control, appliance_id)))

    return routes


def _whole(control: SimulatorControl) -> Json:
    return Json({"speed": control.speed, "appliances": [device_json(device) for device in control.devices()]})


def _device(control: SimulatorControl, device_id: str) -> SimulatedDevice:
    device = next((device for device in control.devices() if device.id == device_id), None)
    if device is None:
        raise ApiError(404, f'There is no simulated appliance "{device_id}".')
    return device
