"""Any VNC server: QEMU, libvirt, Proxmox, TigerVNC, x11vnc, BMCs."""

from TinyPilotLibrary.devices.vnc.vnc_device import VncDevice, open_vnc

__all__ = ["VncDevice", "open_vnc"]
