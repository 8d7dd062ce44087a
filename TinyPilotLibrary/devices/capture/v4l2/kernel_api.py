"""The part of V4L2's API that captures need: its structures and requests as in <linux/videodev2.h>, and its buffers.

The structures have the layout of the machine that they run on, with 32 or with 64 bits. The numbers of the requests are
those of x86, ARM and RISC-V.
"""

import ctypes
import fcntl
import mmap
import sys
from ctypes import c_char, c_int32, c_long, c_uint8, c_uint32, c_uint64, c_void_p, sizeof

#: v4l2_buf_type
VIDEO_CAPTURE, VIDEO_OUTPUT = 1, 2
#: v4l2_memory
MMAP = 1
#: V4L2_CAP_…
CAN_CAPTURE, CAN_STREAM, HAS_DEVICE_CAPS = 0x1, 0x04000000, 0x80000000
#: V4L2_IN_ST_NO_POWER, …_NO_SIGNAL, …_NO_SYNC
INPUT_IS_BLIND = 0x1 | 0x2 | 0x10000
#: V4L2_BUF_FLAG_…
BUFFER_BROKEN, STAMP_IS_MONOTONIC, STAMP_IS_OF_BEGIN = 0x40, 0x2000, 0x10000
#: V4L2_FRMSIZE_TYPE_DISCRETE
DISCRETE = 1
#: V4L2_EVENT_SOURCE_CHANGE
SOURCE_CHANGE = 5
#: V4L2_COLORSPACE_REC709, V4L2_COLORSPACE_JPEG, V4L2_YCBCR_ENC_709, V4L2_QUANTIZATION_FULL_RANGE
REC709, JPEG, ENCODING_709, FULL_RANGE = 3, 7, 2, 1


def _numbers(*names: str) -> tuple[tuple[str, type[c_uint32]], ...]:
    return tuple((name, c_uint32) for name in names)


class Capabilities(ctypes.Structure):
    """v4l2_capability."""

    _fields_ = (
        ("driver", c_char * 16),
        ("card", c_char * 32),
        ("bus_info", c_char * 32),
        *_numbers("version", "capabilities", "device_caps"),
        ("reserved", c_uint32 * 3),
    )


class Input(ctypes.Structure):
    """v4l2_input."""

    _fields_ = (
        ("index", c_uint32),
        ("name", c_char * 32),
        *_numbers("type", "audioset", "tuner"),
        ("std", c_uint64),
        *_numbers("status", "capabilities"),
        ("reserved", c_uint32 * 3),
    )


class OfferedFormat(ctypes.Structure):
    """v4l2_fmtdesc."""

    _fields_ = (
        *_numbers("index", "type", "flags"),
        ("description", c_uint8 * 32),
        *_numbers("pixelformat", "mbus_code"),
        ("reserved", c_uint32 * 3),
    )


class OfferedSize(ctypes.Structure):
    """v4l2_frmsizeenum, of which the sizes that are not discrete are left out."""

    _fields_ = (
        *_numbers("index", "pixel_format", "type", "width", "height"),
        ("others", c_uint32 * 4),
        ("reserved", c_uint32 * 2),
    )


class Pixels(ctypes.Structure):
    """v4l2_pix_format."""

    _fields_ = _numbers(
        *("width", "height", "pixelformat", "field", "bytesperline", "sizeimage", "colorspace", "priv", "flags"),
        *("ycbcr_enc", "quantization", "xfer_func"),
    )


class _AnyFormat(ctypes.Union):
    # Formats of other kinds of devices have pointers, for which the place of all of them is aligned.
    _fields_ = (("pix", Pixels), ("raw_data", c_uint8 * 200), ("aligned", c_void_p))


class Format(ctypes.Structure):
    """v4l2_format."""

    _fields_ = (("type", c_uint32), ("fmt", _AnyFormat))


class BufferRequest(ctypes.Structure):
    """v4l2_requestbuffers."""

    _fields_ = (
        *_numbers("count", "type", "memory", "capabilities"),
        ("flags", c_uint8),
        ("reserved", c_uint8 * 3),
    )


class Moment(ctypes.Structure):
    """`timeval` and `timespec`, with their fractions in microseconds and nanoseconds.

    With 32 bits, the kernel knows this layout and one with seconds of 64 bits; a clock that counts from the machine's
    start needs no more.
    """

    _fields_ = (("seconds", c_long), ("fraction", c_long))


class _Place(ctypes.Union):
    _fields_ = (("offset", c_uint32), ("aligned", c_void_p))


class Buffer(ctypes.Structure):
    """v4l2_buffer."""

    _fields_ = (
        *_numbers("index", "type", "bytesused", "flags", "field"),
        ("timestamp", Moment),
        ("timecode", c_uint32 * 4),
        *_numbers("sequence", "memory"),
        ("m", _Place),
        *_numbers("length", "reserved2"),
        ("request_fd", c_int32),
    )


class BtTimings(ctypes.Structure):
    """v4l2_bt_timings: those of BT.656 and BT.1120."""

    _pack_ = 1
    _layout_ = "ms"  # Python 3.14 wants it said of what is packed
    _fields_ = (
        *_numbers("width", "height", "interlaced", "polarities"),
        ("pixelclock", c_uint64),
        *_numbers("hfrontporch", "hsync", "hbackporch", "vfrontporch", "vsync", "vbackporch"),
        *_numbers("il_vfrontporch", "il_vsync", "il_vbackporch", "standards", "flags"),
        ("others", c_uint8 * 56),
    )


class _AnyTimings(ctypes.Union):
    _pack_ = 1
    _layout_ = "ms"  # Python 3.14 wants it said of what is packed
    _fields_ = (("bt", BtTimings), ("reserved", c_uint32 * 32))


class DvTimings(ctypes.Structure):
    """v4l2_dv_timings."""

    _pack_ = 1
    _layout_ = "ms"  # Python 3.14 wants it said of what is packed
    _fields_ = (("type", c_uint32), ("timings", _AnyTimings))


class Event(ctypes.Structure):
    """v4l2_event, of which what the kinds of events tell is left out."""

    _fields_ = (
        ("type", c_uint32),
        ("u", c_uint64 * 8),
        *_numbers("pending", "sequence"),
        ("timestamp", Moment),
        ("id", c_uint32),
        ("reserved", c_uint32 * 8),
    )


class Subscription(ctypes.Structure):
    """v4l2_event_subscription."""

    _fields_ = (*_numbers("type", "id", "flags"), ("reserved", c_uint32 * 5))


_WRITES, _READS = 1, 2


def _request(number: int, of: type[ctypes.Structure] | type[ctypes.c_int], direction: int = _READS | _WRITES) -> int:
    return direction << 30 | sizeof(of) << 16 | ord("V") << 8 | number


QUERYCAP = _request(0, Capabilities, _READS)
ENUM_FMT = _request(2, OfferedFormat)
G_FMT, S_FMT = _request(4, Format), _request(5, Format)
REQBUFS = _request(8, BufferRequest)
QUERYBUF, QBUF, DQBUF = _request(9, Buffer), _request(15, Buffer), _request(17, Buffer)
STREAMON, STREAMOFF = _request(18, ctypes.c_int, _WRITES), _request(19, ctypes.c_int, _WRITES)
ENUMINPUT = _request(26, Input)
G_INPUT = _request(38, ctypes.c_int, _READS)
ENUM_FRAMESIZES = _request(74, OfferedSize)
S_DV_TIMINGS, G_DV_TIMINGS = _request(87, DvTimings), _request(88, DvTimings)
DQEVENT = _request(89, Event, _READS)
SUBSCRIBE_EVENT = _request(90, Subscription, _WRITES)
QUERY_DV_TIMINGS = _request(99, DvTimings, _READS)


def call(node: int, request: int, told: ctypes.Structure | ctypes.c_int) -> None:
    """Asks the kernel for something.

    Args:
        node: The open node.
        request: What for, by its number.
        told: What is said, and what is answered.

    Raises:
        OSError: As the kernel says.
    """
    # Types are checked for Windows, too.
    if sys.platform != "win32":
        fcntl.ioctl(node, request, told)


def map_buffers(node: int, kind: int, count: int) -> list[mmap.mmap]:
    """Has buffers made, and maps them into memory.

    Args:
        node: The open node.
        kind: `VIDEO_CAPTURE` or `VIDEO_OUTPUT`.
        count: How many; none frees all.

    Returns:
        Those that were made, which may be more or fewer.

    Raises:
        OSError: As the kernel says.
    """
    asked = BufferRequest(count=count, type=kind, memory=MMAP)
    call(node, REQBUFS, asked)
    maps = []
    for index in range(asked.count if count else 0):
        buffer = Buffer(index=index, type=kind, memory=MMAP)
        call(node, QUERYBUF, buffer)
        maps.append(mmap.mmap(node, buffer.length, offset=buffer.m.offset))
    return maps


def queue(node: int, kind: int, index: int, length: int = 0) -> None:
    """Gives a buffer to the device.

    Args:
        node: The open node.
        kind: `VIDEO_CAPTURE` or `VIDEO_OUTPUT`.
        index: The buffer's number.
        length: How many bytes of an output are in it.

    Raises:
        OSError: As the kernel says.
    """
    call(node, QBUF, Buffer(index=index, type=kind, memory=MMAP, bytesused=length))


def dequeue(node: int, kind: int) -> Buffer:
    """Takes back the buffer that the device has been done with for longest.

    Args:
        node: The open node.
        kind: `VIDEO_CAPTURE` or `VIDEO_OUTPUT`.

    Raises:
        OSError: As the kernel says: BlockingIOError if there is none yet.
    """
    buffer = Buffer(type=kind, memory=MMAP)
    call(node, DQBUF, buffer)
    return buffer


def stream(node: int, kind: int, *, on: bool) -> None:
    """Starts or stops a device.

    Args:
        node: The open node.
        kind: `VIDEO_CAPTURE` or `VIDEO_OUTPUT`.
        on: Whether it runs.

    Raises:
        OSError: As the kernel says.
    """
    call(node, STREAMON if on else STREAMOFF, ctypes.c_int(kind))


def fourcc(name: str) -> int:
    """The number of a pixel format, by its four characters."""
    return int.from_bytes(name.ljust(4).encode("ascii"), "little")


def name_of(number: int) -> str:
    """The four characters of a pixel format's number."""
    return bytes(number >> shift & 0x7F for shift in (0, 8, 16, 24)).decode("ascii", "replace").rstrip()
