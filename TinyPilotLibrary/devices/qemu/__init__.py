"""A virtual machine: any QEMU or libvirt guest, over QMP."""

from TinyPilotLibrary.devices.qemu.qemu_device import QemuDevice, open_qemu

__all__ = ["QemuDevice", "open_qemu"]
