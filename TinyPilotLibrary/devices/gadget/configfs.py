"""Creates and removes the USB gadget through configfs, where the kernel represents it as folders."""

import errno
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from TinyPilotLibrary.errors import DeviceError
from TinyPilotLibrary.hid.descriptors import Function

#: The gadget's folder, so that it is told from those of other programs.
NAME = "tinypilotlibrary"
#: The folders of the mass storage, and in it of the drives: what a drive is cannot change while the host uses it.
STORAGE = "mass_storage.tinypilot"
CD_DRIVE, SLOT = "lun.0", "lun.1"
_LANGUAGE = "strings/0x409"
_CONFIGURATION = "configs/c.1"
_BUS_POWERED, _WAKES_HOST = 0x80, 0x20


@dataclass(frozen=True)
class Status:
    """The status of a gadget.

    Args:
        name: The name of its folder in configfs.
        controller: The controller that it is bound to; empty if none.
        state: The controller's state: `configured` if the host uses the gadget.
        nodes: The functions with their nodes.
    """

    name: str
    controller: str
    state: str
    nodes: dict[str, str]


class Gadget:
    """A gadget in configfs.

    Args:
        functions: Its functions, in the order of their nodes.
        name: Its folder.
        remote_wakeup: Whether it declares that it can wake the host; some hosts only suspend such devices.
        media: Whether it has a CD drive and a slot for a stick, both empty at first.
        root: Where `sys` and `dev` are, for tests.
    """

    def __init__(
        self,
        functions: list[Function],
        name: str = NAME,
        *,
        remote_wakeup: bool = False,
        media: bool = False,
        root: Path = Path("/"),
    ) -> None:
        self._functions = functions
        self._has_media = media
        self._attributes = _BUS_POWERED | (_WAKES_HOST if remote_wakeup else 0)
        self._all = root / "sys/kernel/config/usb_gadget"
        self._controllers = root / "sys/class/udc"
        self._devices = root / "dev"
        self._folder = self._all / name

    def up(self, controller: str | None = None, group: str | None = None) -> bool:
        """Creates and binds the gadget, whatever state it is in.

        Args:
            controller: The USB device controller; the only one if not given.
            group: The group that may use the nodes; only root if not given.

        Returns:
            Whether anything had to be changed.

        Raises:
            DeviceError: If it cannot be created.
        """
        self._need_configfs()
        wanted = self._controller(controller)
        done = not (self._is_as_wanted() and _text(self._folder / "UDC") == wanted)
        with _told(f"Cannot create the gadget '{self._folder.name}'"):
            if done:
                self.down()
                self._build()
                self._bind(wanted)
            for node in self.nodes().values():
                self._give_to(self._devices / node.removeprefix("/dev/"), group)
            for file in self._folder.glob(f"functions/{STORAGE}/lun.*/*"):
                if file.stat().st_mode & 0o200:
                    self._give_to(file, group)
        return done

    def down(self) -> bool:
        """Unbinds and removes the gadget, complete or not.

        Returns:
            Whether there was one.

        Raises:
            DeviceError: If it cannot be removed.
        """
        if not self._folder.is_dir():
            return False
        with _told(f"Cannot remove the gadget '{self._folder.name}'"):
            self.unbind()
            for link in (item for item in self._folder.glob("configs/*/*") if item.is_symlink()):
                link.unlink()
            for pattern in ("configs/*/strings/*", "configs/*", "functions/*/lun.[1-9]", "functions/*", "strings/*"):
                for folder in self._folder.glob(pattern):
                    folder.rmdir()
            self._folder.rmdir()
        return True

    def bind(self, controller: str | None = None) -> None:
        """Binds the gadget to a controller: to the host it is plugged in."""
        self._bind(self._controller(controller))

    def unbind(self) -> None:
        """Unbinds the gadget: to the host it is unplugged, and the nodes disappear."""
        if _text(self._folder / "UDC"):
            (self._folder / "UDC").write_text("\n")

    def nodes(self) -> dict[str, str]:
        """The existing functions with their nodes."""
        return _nodes(self._folder)

    def statuses(self) -> Iterator[Status]:
        """All gadgets of this machine, including those of other programs."""
        for folder in sorted(self._all.iterdir()) if self._all.is_dir() else []:
            controller = _text(folder / "UDC")
            state = _text(self._controllers / controller / "state") if controller else "not bound"
            yield Status(folder.name, controller, state, _nodes(folder))

    def _need_configfs(self) -> None:
        said = ""
        if not self._all.is_dir() and (modprobe := shutil.which("modprobe")):
            done = subprocess.run([modprobe, "libcomposite"], check=False, capture_output=True, text=True)  # noqa: S603 - a fixed command
            said = f" ({done.stderr.strip()})" if done.returncode else ""
        if not self._all.is_dir():
            raise DeviceError(
                f"There is no '{self._all}': the kernel module libcomposite is not loaded{said}, or configfs is not "
                "mounted. Run this command with sudo, which loads the module; if that does not help: "
                "sudo mount -t configfs configfs /sys/kernel/config."
            )

    def _controller(self, chosen: str | None) -> str:
        """The controller that was chosen, or the only one."""
        names = sorted(item.name for item in self._controllers.iterdir()) if self._controllers.is_dir() else []
        if not names:
            raise DeviceError(
                "This machine has no enabled USB device controller. On a Raspberry Pi, add the line "
                "'dtoverlay=dwc2,dr_mode=peripheral' to /boot/firmware/config.txt and reboot."
            )
        if chosen:
            # The kernel reports a controller that does not exist as in use.
            if chosen not in names:
                raise DeviceError(f"There is no USB device controller '{chosen}'. Available: {', '.join(names)}.")
            return chosen
        if len(names) > 1:
            raise DeviceError(f"There are several USB device controllers: {', '.join(names)}. Choose one with --udc.")
        return names[0]

    def _values(self) -> Iterator[tuple[str, str | bytes]]:
        """Every attribute with the value that it should have."""
        yield "idVendor", "0x1d6b"
        yield "idProduct", "0x0104"
        yield "bcdDevice", "0x0100"
        yield "bcdUSB", "0x0200"
        yield f"{_LANGUAGE}/manufacturer", "TinyPilotLibrary"
        yield f"{_LANGUAGE}/product", "Keyboard and mouse"
        yield f"{_LANGUAGE}/serialnumber", "0001"
        for function in self._functions:
            folder = f"functions/hid.{function.name}"
            yield f"{folder}/protocol", str(function.protocol)
            yield f"{folder}/subclass", str(function.subclass)
            yield f"{folder}/report_length", str(function.report_length)
            yield f"{folder}/report_desc", function.descriptor
            # LED reports then come through the control endpoint; kernels before 5.14 lack this choice.
            yield f"{folder}/no_out_endpoint", "1"
        if self._has_media:
            # Some controllers cannot refuse a command in the way of this attribute.
            yield f"functions/{STORAGE}/stall", "0"
            for unit, is_cd in ((CD_DRIVE, "1"), (SLOT, "0")):
                for attribute, value in (("removable", "1"), ("cdrom", is_cd), ("ro", "1")):
                    yield f"functions/{STORAGE}/{unit}/{attribute}", value
        yield f"{_CONFIGURATION}/MaxPower", "250"
        yield f"{_CONFIGURATION}/bmAttributes", f"{self._attributes:#x}"
        yield f"{_CONFIGURATION}/{_LANGUAGE}/configuration", "HID"

    def _links(self) -> dict[Path, Path]:
        names = [f"hid.{function.name}" for function in self._functions] + [STORAGE] * self._has_media
        return {self._folder / _CONFIGURATION / name: self._folder / "functions" / name for name in names}

    def _is_as_wanted(self) -> bool:
        for name, value in self._values():
            file = self._folder / name
            if not file.exists() and file.name != "no_out_endpoint":
                return False
            if file.exists() and not _same(file.read_bytes(), value):
                return False
        configured = {link.name for link in (self._folder / _CONFIGURATION).iterdir() if link.is_symlink()}
        return configured == {link.name for link in self._links()}

    def _build(self) -> None:
        for name, value in self._values():
            file = self._folder / name
            for folder in [*reversed(file.parents)]:
                if folder.is_relative_to(self._folder) and not folder.is_dir():
                    self._make(folder)
            if file.exists() or file.name != "no_out_endpoint":
                file.write_bytes(value if isinstance(value, bytes) else value.encode())
        for link, function in self._links().items():
            link.symlink_to(function)

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir()
        except FileNotFoundError as error:
            if folder.name != STORAGE:
                raise
            raise DeviceError(
                "This kernel has no drives for gadgets: its module usb_f_mass_storage is missing. Load it with "
                "'sudo modprobe usb_f_mass_storage', or leave out --media."
            ) from error

    def _bind(self, controller: str) -> None:
        try:
            (self._folder / "UDC").write_text(controller)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            users = [item.name for item in self.statuses() if item.controller == controller]
            raise DeviceError(
                f"The controller '{controller}' is in use by the gadget {', '.join(users) or 'of another program'}. "
                "If that gadget has a keyboard and a mouse, 'gadget:' works with it as it is; if not, remove it first."
            ) from error

    def _give_to(self, node: Path, group: str | None) -> None:
        try:
            shutil.chown(node, "root", group or "root")
        except LookupError as error:
            raise DeviceError(f"There is no group '{group}'. Create it with: groupadd --system {group}") from error
        node.chmod(0o660)


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turns the kernel's refusals into messages."""
    try:
        yield
    except PermissionError as error:
        raise DeviceError(f"{what}: only root can. Run this command with sudo.") from error
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise DeviceError(f"{what}: {error.strerror}{where}.") from error


def _same(found: bytes, wanted: str | bytes) -> bool:
    if isinstance(wanted, bytes):
        return found == wanted
    text = found.decode("utf-8", "replace").strip()
    try:
        return int(text, 0) == int(wanted, 0)
    except ValueError:
        return text == wanted


def _nodes(folder: Path) -> dict[str, str]:
    nodes = {}
    for function in sorted(folder.glob("functions/hid.*")):
        with suppress(OSError, ValueError):
            nodes[function.name.removeprefix("hid.")] = f"/dev/hidg{int(_text(function / 'dev').partition(':')[2])}"
    return dict(sorted(nodes.items(), key=lambda item: item[1]))


def _text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
