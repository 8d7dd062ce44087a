"""One HID node, such as /dev/hidg0: the host acknowledges each report, and nothing stays pressed."""

import errno
import threading
import time

from TinyPilotLibrary.devices.gadget.files import NodeFiles, kernel_files
from TinyPilotLibrary.devices.gadget.hid_messages import NodeMessages
from TinyPilotLibrary.devices.gadget.host import HostState
from TinyPilotLibrary.errors import DeviceError, InputNotDelivered

# How often to check whether the node was recreated, and whether a sleeping host has come back.
_LOOK = 0.05
# So that a driver that contradicts itself costs no processor time.
_PAUSE = 0.005


class HidNode:
    """A HID function's node, kept open and non-blocking.

    `poll` reports that the node is writable when the host has fetched the previous report. So `send` waits for that,
    writes, and waits again: when it returns, the host has the report. May be used from several threads.

    Args:
        path: The node.
        what: What it is, for messages: `keyboard` or `mouse`.
        deadline: How long a report may take, in seconds.
        files: The kernel's files.
        host: What is known of the host.
    """

    def __init__(
        self,
        path: str,
        what: str,
        deadline: float,
        files: NodeFiles | None = None,
        host: HostState | None = None,
    ) -> None:
        self.path = path
        self._what = what
        self._messages = NodeMessages(path, what)
        #: The report with nothing pressed; set by the user of the node.
        self.idle = b""
        self._deadline = deadline
        self._files = files or kernel_files()
        self._host = host or HostState()
        self._descriptor: int | None = None
        self._identity: tuple[int, ...] | None = None
        self._lock = threading.RLock()
        # Whether something may be pressed at the host that should not be.
        self._owed = False
        self._payer: threading.Thread | None = None
        self._closed = False

    def send(self, report: bytes) -> None:
        """Sends a report; returns when the host has fetched it.

        Raises:
            InputNotDelivered: If it did not within the deadline. Whatever arrives later is released at once.
            DeviceUnreachable: If there is no node, or no permission to use it.
        """
        with self._lock:
            until = time.monotonic() + self._deadline
            try:
                if self._owed:
                    self._write(self.idle, until)
                    self._owed = False
                self._write(report, until)
                self._wait(until)
            except BaseException:
                self._owe()
                raise

    def refuse_if_asleep(self) -> None:
        """Refuses to send to a sleeping host: a report written now would arrive whenever the host wakes up.

        Raises:
            InputNotDelivered: If it is asleep.
        """
        if self._host.is_suspended():
            raise InputNotDelivered(self._messages.suspended())

    def release(self) -> bool:
        """Sends the report with nothing pressed as soon as the host fetches it.

        Returns:
            Whether the kernel has accepted it already.
        """
        with self._lock:
            if self._try_idle():
                return True
            self._owe()
            return False

    def release_what_was_left(self) -> None:
        """Releases what an earlier run may have left pressed: now if the host fetches it, or with the first report."""
        with self._lock:
            self._owed = True
            self._try_idle()

    def received(self) -> bytes:
        """What the host has sent since the last call: a byte of LEDs for each change."""
        with self._lock:
            collected = b""
            try:
                self._open()
                while self._descriptor is not None and (data := self._files.read(self._descriptor)):
                    collected += data
            except OSError:
                # No node, or no host.
                pass
            return collected

    def close(self) -> None:
        """Closes the node, with nothing pressed if the host allows. A second call does nothing."""
        with self._lock:
            if self._closed:
                return
            if self._owed and self._payer:
                self._await_payment()
            self._closed = True
            self._forget()

    def _write(self, report: bytes, until: float) -> None:
        """Gives the kernel a report as soon as it accepts one: when the previous one has been fetched."""
        while True:
            try:
                taken = self._files.write(self._opened(), report)
            except OSError as error:
                # Not accepted: the previous one is still there, perhaps from another program, or nobody fetches it.
                if error.errno not in {errno.EAGAIN, errno.ESHUTDOWN} or time.monotonic() >= until:
                    raise self._refused(error) from error
                self._wait(until)
                time.sleep(_PAUSE)
                continue
            if taken != len(report):
                raise InputNotDelivered(self._messages.clipped(len(report), taken))
            return

    def _wait(self, until: float) -> None:
        """Waits until the host has fetched what was written."""
        self._open()
        while True:
            left = until - time.monotonic()
            # At the moment of unplugging the kernel says "fetched" for an instant, so it is asked twice.
            if self._writable(min(_LOOK, max(left, 0))) and self._writable(0):
                return
            if left <= 0:
                raise self._not_fetched()
            self._reopen_if_made_anew()

    def _writable(self, seconds: float) -> bool:
        return self._files.poll(self._opened(), seconds)

    def _not_fetched(self) -> InputNotDelivered:
        """Why nothing is fetched. The kernel says so on writing; what is written here releases everything."""
        try:
            self._files.write(self._opened(), self.idle)
        except OSError as error:
            return self._refused(error)
        return InputNotDelivered(self._messages.not_fetched(self._deadline))

    def _refused(self, error: OSError) -> InputNotDelivered:
        if self._files.identity(self.path) is None:
            return InputNotDelivered(self._messages.removed())
        if error.errno == errno.ESHUTDOWN:
            return InputNotDelivered(self._messages.unplugged(self._host.described()))
        if error.errno == errno.EAGAIN:
            if self._host.is_suspended():
                return InputNotDelivered(self._messages.suspended())
            return InputNotDelivered(self._messages.not_fetched(self._deadline))
        return InputNotDelivered(self._messages.other(error))

    # Releasing later

    def _owe(self) -> None:
        """Something may be pressed at the host, now or when it wakes up: releases it as soon as possible."""
        self._owed = True
        if self._payer is None and not self._closed:
            self._payer = threading.Thread(target=self._pay, name=f"release {self.path}", daemon=True)
            self._payer.start()

    def _pay(self) -> None:
        while True:
            with self._lock:
                if self._closed or not self._owed or self._try_idle():
                    self._payer = None
                    return
            time.sleep(_LOOK)

    def _await_payment(self) -> None:
        until = time.monotonic() + self._deadline
        while not self._try_idle() and time.monotonic() < until:
            self._writable(_LOOK) if self._descriptor is not None else time.sleep(_LOOK)

    def _try_idle(self) -> bool:
        """Gives the kernel the report with nothing pressed, if it accepts it at once."""
        try:
            self._open()
            self._reopen_if_made_anew()
            self._files.write(self._opened(), self.idle)
        except DeviceError:
            return False
        except OSError as error:
            # A host that has lost the keyboard has released its keys.
            if error.errno != errno.ESHUTDOWN:
                return False
        self._owed = False
        return True

    # The open file

    def _open(self) -> None:
        if self._closed:
            raise DeviceError(f"The {self._what} '{self.path}' was closed.")
        if self._descriptor is None:
            identity = self._files.identity(self.path)
            try:
                self._descriptor = self._files.open(self.path)
            except OSError as error:
                raise self._messages.cannot_open(error) from error
            self._identity = identity

    def _opened(self) -> int:
        self._open()
        if self._descriptor is None:
            raise DeviceError(f"The {self._what} '{self.path}' is not open.")
        return self._descriptor

    def _reopen_if_made_anew(self) -> None:
        """A file that was open when its gadget was removed stays unusable, even when there is a new gadget."""
        identity = self._files.identity(self.path)
        if self._descriptor is not None and identity is not None and identity != self._identity:
            self._forget()
            self._open()

    def _forget(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            self._files.close(descriptor)
