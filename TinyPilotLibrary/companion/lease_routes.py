"""The calls of the lease: who has it, claiming it, and giving it back."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from TinyPilotLibrary.companion.client_deadline import ClientDeadline
from TinyPilotLibrary.companion.client_requests import LeaseRequest
from TinyPilotLibrary.companion.lease import Client
from TinyPilotLibrary.companion.responses import LeaseAnswer, documented
from TinyPilotLibrary.companion.routes import AuthorizedFirst
from TinyPilotLibrary.companion.service import Served


def lease_routes(served: Served) -> APIRouter:
    """The routes of the lease.

    Args:
        served: The device that it is for.

    Returns:
        The routes, below the path of the extensions.
    """
    routes = APIRouter(route_class=AuthorizedFirst)
    lease = served.lease

    @routes.get(
        "/lease", responses=documented(401), summary="Who has the right to send input; a sign of life of its client"
    )
    async def held(request: Request) -> LeaseAnswer:
        holder = lease.holder
        return LeaseAnswer(
            holder=holder.who if holder else None,
            since=lease.since.isoformat(timespec="seconds") if holder else None,
            mine=holder is not None and holder.key == Client.of(request).key,
            waiting=lease.waiting,
        )

    @routes.post(
        "/lease", responses=documented(400, 401, 423), response_class=Response, summary="Claim the right to send input"
    )
    async def claim(body: LeaseRequest, request: Request) -> Response:
        client = Client.of(request)
        if body.takeOver or body.anew:
            lease.forget_taking_over(client)
        await lease.take(client, ClientDeadline(request), body.wait, take_over=body.takeOver)
        return Response()

    @routes.post(
        "/lease/end",
        responses=documented(400, 401),
        response_class=Response,
        summary="Give it back; everything is released",
    )
    async def end(request: Request) -> Response:
        await lease.end(Client.of(request))
        return Response()

    return routes
