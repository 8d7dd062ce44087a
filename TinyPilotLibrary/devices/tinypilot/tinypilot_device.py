"""A device over TinyPilot's REST API v1 and the companion's extensions."""

from collections.abc import Iterable
from contextlib import suppress
from typing import TypeVar

from TinyPilotLibrary.devices.claims import Claim, Claimable, Use
from TinyPilotLibrary.devices.http import Endpoint
from TinyPilotLibrary.devices.interruption import Interruption
from TinyPilotLibrary.devices.options import secret_text
from TinyPilotLibrary.devices.protocol import InterruptsInput, Kind, NotifiesFrames
from TinyPilotLibrary.devices.tinypilot.companion_extensions import CompanionClient
from TinyPilotLibrary.devices.tinypilot.payloads import RELEASE, keystroke_payload, needs_release, pointer_payload
from TinyPilotLibrary.devices.tinypilot.tinypilot_access import Access
from TinyPilotLibrary.devices.tinypilot.tinypilot_connection import Connection
from TinyPilotLibrary.errors import (
    CorruptFrame,
    DeviceError,
    InputNotDelivered,
    LicenseMissing,
    NoVideoSignal,
    RequestRefused,
)
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import REST, PointerEvent
from TinyPilotLibrary.vision.frame import Frame

T = TypeVar("T")


class RestDevice:
    """A TinyPilot over its REST API.

    If the server is this project's companion, its extensions to v1 are used too: many keys in one request, held keys,
    power, and waiting for the next frame.

    Args:
        access: How to reach the device.
        claim: How the right to send input is claimed at a companion; with the first input, if not given.
    """

    def __init__(self, access: Access, claim: Claim | None = None) -> None:
        self._claim = claim or Claim()
        self.name = access.endpoint.url
        self._connection = Connection(access)
        self._companion: CompanionClient | None = None
        self._asked = False
        self._interruption = Interruption()
        self._pointer = REST
        self._in_doubt = False
        self._closed = False

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses and releases keys in order.

        Raises:
            InputNotDelivered: If the device could not pass a key on. Nothing is sent twice.
            RequestRefused: If the device does not know a key.
            DeviceUnreachable: If the device does not answer.
        """
        companion = self._server()
        if companion:
            companion.type(keystrokes)
            return
        for keystroke in self._interruption.each(keystrokes, "keystrokes"):
            self._press(keystroke)

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order.

        Raises:
            InputNotDelivered: If the device could not pass an event on. Nothing is sent twice.
            DeviceUnreachable: If it does not answer.
        """
        companion = self._server()
        if companion:
            companion.point(events)
            return
        for event in self._interruption.each(events, "pointer events"):
            # Recorded before it is sent: a button that may be down must be released.
            self._pointer = event
            self._connection.write("/api/v1/mouseEvent", pointer_payload(event))

    def frame(self) -> Frame:
        """The current screen.

        Raises:
            NoVideoSignal: If the target sends no picture.
            CorruptFrame: If the picture is incomplete, twice in a row.
            DeviceUnreachable: If the device does not answer.
        """
        companion = self._server()
        take = companion.frame if companion else self._screenshot
        try:
            return take()
        except CorruptFrame:
            return take()

    def release(self) -> None:
        """Releases what is held; with plain v1, mouse buttons and a key that the device may not have released."""
        companion = self._server()
        if companion:
            companion.release()
            return
        if self._in_doubt:
            self._release_keys()
        if self._pointer.buttons:
            self.point([PointerEvent(self._pointer.x, self._pointer.y)])

    def close(self) -> None:
        """Releases what may be held and closes the connection."""
        if self._closed:
            return
        try:
            # A client that only looked holds nothing and must not end what others type; an unreachable device cannot be
            # released.
            if self._connection.has_written:
                with suppress(DeviceError):
                    self.release()
            if self._companion:
                self._companion.end()
        finally:
            self._closed = True
            self._connection.close()

    def interrupt(self) -> None:
        """Ends what other threads are typing or pointing."""
        self._interruption.interrupt()

    def claim(self) -> None:
        """Takes the right to send input at a companion, before the first input; a TinyPilot has no such right.

        Raises:
            DeviceInUse: If another client has it.
        """
        companion = self._server()
        if companion:
            companion.claim_now()

    def use(self) -> Use:
        """Who has the right to send input at a companion, and its version; a TinyPilot tells neither."""
        companion = self._server()
        return companion.use() if companion else Use()

    def capability(self, kind: Kind[T]) -> T | None:
        """The companion as an object with this capability, if its device has it; plain v1 can only be interrupted."""
        if kind is Claimable and isinstance(self, kind):
            return self
        companion = self._server()
        if companion:
            return companion.capability(kind)
        return self if kind is InterruptsInput and isinstance(self, kind) else None

    @classmethod
    def can_if(cls, kind: Kind[object]) -> str | None:
        """The condition on which a server has a capability; None if none has it."""
        if not CompanionClient.may_be(kind):
            return None
        # It watches any device for new frames; everything else requires a capability of its device.
        return "a companion" if kind is NotifiesFrames else "a companion in front of one"

    def _server(self) -> CompanionClient | None:
        """The client of the companion; None if the server is not one."""
        if self._closed:
            raise DeviceError(f"The device '{self.name}' was closed.")
        if not self._asked:
            # Until it is certain, what a TinyPilot serves is used: a companion serves that too.
            self._companion, self._asked = CompanionClient.find(self._connection, self._claim)
        if self._companion:
            self._companion.claim()
        return self._companion

    def _press(self, keystroke: Keystroke) -> None:
        self._in_doubt = True
        try:
            self._connection.write("/api/v1/keystroke", keystroke_payload(keystroke))
        except InputNotDelivered:
            # The device answers, but releases nothing by itself after an error.
            with suppress(DeviceError):
                self._release_keys()
            raise
        except (RequestRefused, LicenseMissing):
            self._in_doubt = False
            raise
        if needs_release(keystroke):
            self._release_keys()
        self._in_doubt = False

    def _release_keys(self) -> None:
        self._connection.write("/api/v1/keystroke", RELEASE)
        self._in_doubt = False

    def _screenshot(self) -> Frame:
        answer = self._connection.read("/api/v1/screenshot")
        if answer.status == 204:
            raise NoVideoSignal(
                f"The target of '{self.name}' sends no video signal. Is it on and its cable plugged in?"
            )
        # The picture is not older than the request.
        return Frame.read(answer.body, captured_at=answer.asked)


def open_rest(
    url: str,
    *,
    api_key: object = None,
    ca_certificate: object = None,
    verify: object = True,
    connect_timeout: object = 5.0,
    read_timeout: object = 15.0,
    wait_for_device: object = 0.0,
    take_over: object = False,
) -> RestDevice:
    """Opens a TinyPilot over its REST API. It is contacted on first use.

    Args:
        url: Scheme and host, for example `https://tinypilot.local`.
        api_key: A persistent API key, as TinyPilot 3.2.0 and newer require, also as Robot Framework's `Secret`; without
            it a token is fetched.
        ca_certificate: The certificate file of the authority that signed the device's certificate; TinyPilot serves
            its own at `/ca.crt`.
        verify: Whether the certificate is verified.
        connect_timeout: How long to wait for a connection.
        read_timeout: How long to wait for an answer.
        wait_for_device: How long to wait in line if another client of a companion has the right to send input.
        take_over: Whether to take that right from the other client.

    Returns:
        The device.

    Raises:
        ConfigurationError: If an option is wrong.

    ```python
    device = open_device("https://tinypilot.local", {"ca_certificate": "ca.crt"})
    ```

    TinyPilot documents the API as "TinyPilot REST API" (October 2024); API keys are known from its newer clients.
    """
    endpoint = Endpoint.of_options(
        url,
        ca_certificate=ca_certificate,
        verify=verify,
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
    )
    return RestDevice(Access(endpoint, _api_key(api_key)), Claim.of_options(wait_for_device, take_over))


def _api_key(given: object) -> str | None:
    key = secret_text(given)
    return key.strip() if key else None
