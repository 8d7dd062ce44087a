"""Media beside v1: what is inserted, images that clients send, and what the target starts from the next time."""

import threading
from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from TinyPilotLibrary.companion.client_requests import BootRequest, EjectRequest, ImageRequest, InsertRequest
from TinyPilotLibrary.companion.responses import ImageAnswer, MediaAnswer, MediumAnswer, ReceivedAnswer, documented
from TinyPilotLibrary.companion.routes import AuthorizedFirst
from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.devices.media_protocol import BootsOnce, BootSource, HasMedia, MediumKind
from TinyPilotLibrary.devices.tinypilot.companion_media import IMAGES, MEDIA, ROOT
from TinyPilotLibrary.devices.who_can import require

_WEB = ("http://", "https://")
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


def media_routes(served: Served) -> APIRouter:
    """The routes of media.

    Args:
        served: The device that they control.

    Returns:
        The routes, with their full paths.
    """
    authorized = [Depends(served.authorize)]
    routes = APIRouter(tags=["Companion"], dependencies=authorized, route_class=AuthorizedFirst)
    errors = documented(400, 401, 500, 501, 502)
    in_use = {**errors, **documented(423)}
    leased = Depends(served.leased)
    # Two clients must not change media at once. Keys are sent meanwhile.
    turn = threading.Lock()

    def inserted() -> Collection[str]:
        return [medium.image for medium in require(served.device, HasMedia).media()]

    @routes.get(MEDIA, responses=errors, summary="The media that are inserted")
    def media() -> MediaAnswer:
        found = require(served.device, HasMedia).media()
        return MediaAnswer(
            media=[MediumAnswer(kind=item.kind.value, image=served.images.name(item.image)) for item in found]
        )

    @routes.post(MEDIA, responses=in_use, response_class=Response, summary="Insert a medium")
    def insert(body: InsertRequest, _: Annotated[None, leased]) -> Response:
        able = require(served.device, HasMedia)
        # Whoever may type may not read every file of this machine.
        image = body.image if body.image.lower().startswith(_WEB) else served.images.path(body.image)
        with turn:
            able.insert_medium(image, MediumKind(body.kind))
        return Response()

    @routes.post(f"{MEDIA}/eject", responses=in_use, response_class=Response, summary="Eject media")
    def eject(body: EjectRequest, _: Annotated[None, leased]) -> Response:
        able = require(served.device, HasMedia)
        with turn:
            able.eject_medium(MediumKind(body.kind) if body.kind else None)
        return Response()

    @routes.post(
        IMAGES,
        responses={**errors, **documented(507)},
        summary="Announce an image that is sent in pieces, and complete it when all have been sent",
    )
    def announce(body: ImageRequest) -> ImageAnswer:
        require(served.device, HasMedia)
        image, received = served.images.receive(body.name, body.size, body.sha256, inserted)
        return ImageAnswer(image=image, received=received)

    @routes.put(
        IMAGES,
        responses={**errors, **documented(507)},
        summary="Send a piece of an image, of 1 MiB at most",
        openapi_extra={"requestBody": {"required": True, "content": _BYTES}},
    )
    async def piece(
        request: Request,
        sha256: Annotated[str, Query(description="The SHA-256 of the whole image.", max_length=64)],
        offset: Annotated[int, Query(ge=0, description="Where in the image it begins.")],
    ) -> ReceivedAnswer:
        data = await request.body()
        return ReceivedAnswer(received=await run_in_threadpool(served.images.write, sha256, offset, data))

    @routes.post(f"{ROOT}/boot", responses=in_use, response_class=Response, summary="What the target starts from once")
    def boot_once(body: BootRequest, _: Annotated[None, leased]) -> Response:
        require(served.device, BootsOnce).boot_once(BootSource(body.source))
        return Response()

    return routes
