"""The routes of the rack: its stands, and their screens."""

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.errors import NoVideoSignal
from TinyPilotLibrary.studio.rack import Rack

_NUMBER = "X-Frame-Number"


class StandAnswer(BaseModel):
    """A stand, and the address of its studio once that is open."""

    name: str
    url: str


def add_rack_routes(routes: APIRouter, rack: Rack) -> None:
    """Adds the routes of a rack.

    Args:
        routes: Takes them.
        rack: The rack.
    """

    @routes.get("/rack")
    def stands() -> list[StandAnswer]:
        return [StandAnswer(name=stand.name, url=stand.url) for stand in rack.stands.values()]

    @routes.get("/rack/{name}")
    def tile(name: str, known: int | None = None) -> Response:
        if name not in rack.stands:
            raise Refusal(404, f"There is no stand {name!r}.")
        stand = rack.stands[name]
        try:
            shown = stand.tile()
        except NoVideoSignal:
            return Response(status_code=204, headers={"X-Studio": stand.url})
        headers = {_NUMBER: str(shown.number), "X-Studio": stand.url}
        if shown.number == known:
            return Response(status_code=304, headers=headers)
        return Response(shown.picture, media_type="image/webp", headers=headers)
