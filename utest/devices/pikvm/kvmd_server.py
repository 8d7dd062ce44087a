"""A server with the API of kvmd, by its documentation and its sources, in front of a virtual computer.

kvmd itself needs a Raspberry Pi's kernel, and no package index has it; what is proved here is what its API is known to
be.
"""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse, Response, StreamingResponse

from TinyPilotLibrary.devices.pikvm.one_time_codes import code_at
from TinyPilotLibrary.devices.protocol import PowerState
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.devices.virtual.faults import Fault
from TinyPilotLibrary.errors import DeviceError, NoVideoSignal
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.geometry import Size

_BUTTONS = {"left": 1, "right": 2, "middle": 4, "up": 8, "down": 16}
_HALF = 32768


@dataclass
class Kvmd:
    """The device: what it is set to, and what it has got.

    Args:
        target: The computer behind it.
        folder: Where its images are.
    """

    target: VirtualDevice
    folder: Path
    user: str = ""
    password: str = ""
    totp_secret: bytes = b""
    absolute: bool = True
    has_atx: bool = True
    has_msd: bool = True
    spoils: bool = False
    breaks_after: int | None = None
    tokens: set[str] = field(default_factory=set)
    sockets: list[WebSocket] = field(default_factory=list)
    logins: int = 0
    written: list[str] = field(default_factory=list)
    images: dict[str, bool] = field(default_factory=dict)
    drive: dict[str, Any] = field(
        default_factory=lambda: {"image": None, "connected": False, "cdrom": False, "rw": False}
    )
    place: tuple[int, int] = (0, 0)
    url: str = ""

    @property
    def is_connected(self) -> bool:
        return not self.target._faults.active(Fault.CABLE_UNPLUGGED)  # noqa: SLF001 - the device's own side

    def hid(self) -> dict[str, Any]:
        lights = self.target.leds()
        leds = {"caps": lights.caps_lock, "num": lights.num_lock, "scroll": lights.scroll_lock}
        return {
            "enabled": True,
            "online": True,
            "busy": False,
            "keyboard": {"online": self.is_connected, "leds": leds},
            "mouse": {"online": self.is_connected, "absolute": self.absolute},
        }

    def msd(self) -> dict[str, Any]:
        images = {
            name: {"size": (self.folder / name).stat().st_size, "complete": complete}
            for name, complete in self.images.items()
        }
        return {
            "enabled": self.has_msd,
            "online": True,
            "busy": False,
            "storage": {"images": images},
            "drive": self.drive,
        }

    def event(self, kind: str, event: dict[str, Any]) -> None:
        """Does what an event says; nothing is answered, and what is wrong is dropped."""
        with contextlib.suppress(DeviceError):
            at = self.target.computer.pointer
            if kind == "key":
                (self.target.key_down if event["state"] else self.target.key_up)([event["key"]])
            elif kind == "mouse_move" and self.absolute:
                x, y = ((event["to"][axis] + _HALF) / (2 * _HALF - 1) for axis in ("x", "y"))
                self.target.point([PointerEvent(x, y, at.buttons)])
            elif kind == "mouse_relative" and not self.absolute:
                self._step(event["delta"]["x"], event["delta"]["y"])
            elif kind == "mouse_button":
                bit = _BUTTONS[event["button"]]
                self.target.point([PointerEvent(at.x, at.y, at.buttons | bit if event["state"] else at.buttons & ~bit)])
            elif kind == "mouse_wheel":
                wheel, pan = -event["delta"]["y"], event["delta"]["x"]
                self.target.point([PointerEvent(at.x, at.y, at.buttons, wheel, pan)])

    def _step(self, dx: int, dy: int) -> None:
        size: Size = self.target.frame().size
        assert abs(dx) < 128
        assert abs(dy) < 128
        self.place = (
            max(0, min(self.place[0] + dx, size.width - 1)),
            max(0, min(self.place[1] + dy, size.height - 1)),
        )
        x, y = self.place[0] / (size.width - 1), self.place[1] / (size.height - 1)
        self.target.point([PointerEvent(x, y, self.target.computer.pointer.buttons)])

    def admits(self, headers: Any) -> bool:  # noqa: ANN401 - of requests and of sockets
        if not self.user:
            return True
        cookie = headers.get("cookie", "")
        return any(f"auth_token={token}" in cookie for token in self.tokens)


def _ok(result: dict[str, Any] | None = None) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result or {}})


def _refused(status: int, error: str, text: str) -> JSONResponse:
    return JSONResponse({"ok": False, "result": {"error": error, "error_msg": text}}, status)


def _app(kvmd: Kvmd) -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.middleware("http")
    async def admitted(request: Request, go_on: Any) -> Response:  # noqa: ANN401 - as Starlette has it
        if request.url.path != "/api/auth/login" and not kvmd.admits(request.headers):
            known = "cookie" in request.headers
            return _refused(403, "ForbiddenError", "Forbidden") if known else _refused(401, "UnauthorizedError", "No")
        answer: Response = await go_on(request)
        return answer

    @app.post("/api/auth/login")
    async def login(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        if not kvmd.user:
            return _ok()
        code = code_at(kvmd.totp_secret, time.time()) if kvmd.totp_secret else ""
        if (form["user"], form["passwd"]) != (kvmd.user, kvmd.password + code):
            return _refused(403, "ForbiddenError", "Forbidden")
        kvmd.logins += 1
        token = f"token{kvmd.logins}"
        kvmd.tokens.add(token)
        answer = _ok()
        answer.set_cookie("auth_token", token, httponly=True, samesite="strict")
        return answer

    @app.get("/api/auth/check")
    def check() -> Response:
        return _ok()

    @app.get("/api/hid")
    def hid() -> Response:
        return _ok(kvmd.hid())

    @app.websocket("/api/ws")
    async def events(socket: WebSocket) -> None:
        if not kvmd.admits(socket.headers):
            await socket.close(4403)
            return
        await socket.accept()
        kvmd.sockets.append(socket)
        await _tell(socket, "loop", {"version": {"major": 4, "minor": 206}})
        await _tell(socket, "hid", kvmd.hid())
        try:
            while True:
                message = json.loads(await socket.receive_text())
                if message["event_type"] == "ping":
                    await _tell(socket, "pong", {})
                else:
                    await asyncio.to_thread(kvmd.event, message["event_type"], message["event"])
        except WebSocketDisconnect:
            pass
        finally:
            kvmd.sockets.remove(socket)
            # As kvmd: it forgets what a client holds that is gone.
            kvmd.target.release()

    _picture_routes(app, kvmd)
    _atx_routes(app, kvmd)
    _msd_routes(app, kvmd)
    return app


async def _tell(socket: WebSocket, kind: str, event: dict[str, Any]) -> None:
    await socket.send_text(json.dumps({"event_type": kind, "event": event}))


def _picture_routes(app: FastAPI, kvmd: Kvmd) -> None:
    def online() -> bool:
        try:
            kvmd.target.frame()
        except NoVideoSignal:
            return False
        return True

    def taken() -> tuple[dict[str, str], bytes]:
        now = time.monotonic()
        frame = kvmd.target.frame()
        told = {"Online": "true", "Width": str(frame.size.width), "Height": str(frame.size.height)}
        times = {"Grab-Begin": now, "Encode-Begin": now, "Encode-End": now, "Send": time.monotonic()}
        told |= {f"{name}-Timestamp": f"{value:.6f}" for name, value in times.items()}
        return {f"X-UStreamer-{name}": value for name, value in told.items()}, frame.data

    @app.get("/streamer/state")
    def state() -> Response:
        # kvmd stops it when nobody watches, and nginx answers for it.
        if not kvmd.sockets:
            return Response("<html><title>502 Bad Gateway</title></html>", 502)
        return JSONResponse({"ok": True, "result": {"source": {"online": online(), "captured_fps": 30}}})

    @app.get("/streamer/snapshot")
    def snapshot() -> Response:
        headers, data = taken()
        return Response(data, media_type="image/jpeg", headers=headers)

    @app.get("/streamer/stream")
    async def stream() -> Response:
        async def parts() -> AsyncIterator[bytes]:
            last = b""
            yield b"--boundary\r\n"
            while kvmd.sockets:
                try:
                    headers, data = await asyncio.to_thread(taken)
                except DeviceError:
                    return
                if data != last:
                    last = data
                    told = {**headers, "Content-Type": "image/jpeg", "Content-Length": str(len(data))}
                    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
                    yield f"{lines}\r\n".encode() + data + b"\r\n--boundary\r\n"
                await asyncio.sleep(0.02)

        return StreamingResponse(parts(), media_type="multipart/x-mixed-replace;boundary=boundary")


def _atx_routes(app: FastAPI, kvmd: Kvmd) -> None:
    @app.get("/api/atx")
    def atx() -> Response:
        on = kvmd.target.power_state() is PowerState.ON
        return _ok({"enabled": kvmd.has_atx, "busy": False, "leds": {"power": on, "hdd": False}})

    @app.post("/api/atx/power")
    def power(action: str) -> Response:
        target = kvmd.target
        does = {
            "on": target.power_on,
            "off": target.shut_down,
            "off_hard": target.power_off,
            "reset_hard": target.reset,
        }
        if action not in does:
            return _refused(400, "ValidatorError", f"The argument {action!r} is not a valid ATX power action")
        does[action]()
        return _ok()


def _msd_routes(app: FastAPI, kvmd: Kvmd) -> None:
    busy = _refused(400, "MsdConnectedError", "MSD is connected to Server, but shouldn't for this operation")

    @app.get("/api/msd")
    def msd() -> Response:
        return _ok(kvmd.msd())

    @app.post("/api/msd/write")
    async def write(request: Request, image: str) -> Response:
        if kvmd.drive["connected"]:
            return busy
        kvmd.written.append(image)
        kvmd.images[image] = False
        size = 0
        with (kvmd.folder / image).open("wb") as file:
            async for piece in request.stream():
                file.write(piece[::-1] if kvmd.spoils else piece)
                size += len(piece)
        kvmd.images[image] = size == int(request.headers["content-length"])
        return _ok({"image": {"name": image, "size": size, "written": size}})

    @app.post("/api/msd/write_remote")
    def write_remote(url: str, image: str) -> Response:
        (kvmd.folder / image).write_bytes(url.encode())
        kvmd.images[image] = True
        lines = [
            json.dumps({"ok": True, "result": {"image": {"name": image, "written": size}}}) for size in (0, len(url))
        ]
        return Response("\r\n".join(lines) + "\r\n", media_type="application/x-ndjson")

    @app.get("/api/msd/read")
    def read(image: str) -> Response:
        return Response((kvmd.folder / image).read_bytes(), media_type="application/octet-stream")

    @app.post("/api/msd/remove")
    def remove(image: str) -> Response:
        del kvmd.images[image]
        return _ok()

    @app.post("/api/msd/set_params")
    def set_params(image: str, cdrom: bool, rw: bool) -> Response:  # noqa: FBT001 - the query
        if kvmd.drive["connected"]:
            return busy
        if image not in kvmd.images:
            return _refused(400, "MsdUnknownImageError", "The image is not found in the storage")
        kvmd.drive |= {"image": {"name": image}, "cdrom": cdrom, "rw": rw}
        return _ok()

    @app.post("/api/msd/set_connected")
    def set_connected(connected: bool) -> Response:  # noqa: FBT001 - the query
        if not connected and not kvmd.drive["connected"]:
            return _refused(400, "MsdDisconnectedError", "MSD is disconnected from Server, but should be")
        kvmd.drive["connected"] = connected
        return _ok()


@contextlib.contextmanager
def serve(kvmd: Kvmd, certificate: Path | None = None, port: int = 0) -> Iterator[str]:
    """Runs it on a free port.

    Args:
        kvmd: The device.
        certificate: The file of its certificate with the key; None for no TLS.
        port: The port; 0 for a free one.

    Yields:
        The URL for `open_device`.
    """
    config = uvicorn.Config(
        _app(kvmd),
        port=port,
        log_config=None,
        ws="websockets-sansio",
        ssl_certfile=certificate,
        ssl_keyfile=certificate,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    kvmd.url = f"pikvm:{'https' if certificate else 'http'}://127.0.0.1:{port}"
    try:
        yield kvmd.url
    finally:
        server.should_exit = True
        thread.join()
