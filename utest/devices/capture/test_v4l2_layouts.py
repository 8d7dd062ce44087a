"""What is said to V4L2 has the layout and the numbers of the kernel's own header, as a C compiler reads it here."""

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("V4L2 is Linux's", allow_module_level=True)

from TinyPilotLibrary.devices.capture.v4l2 import kernel_api

pytestmark = pytest.mark.integration

_HEADER = Path("/usr/include/linux/videodev2.h")
_STRUCTURES = {
    "v4l2_capability": kernel_api.Capabilities,
    "v4l2_input": kernel_api.Input,
    "v4l2_fmtdesc": kernel_api.OfferedFormat,
    "v4l2_frmsizeenum": kernel_api.OfferedSize,
    "v4l2_pix_format": kernel_api.Pixels,
    "v4l2_format": kernel_api.Format,
    "v4l2_requestbuffers": kernel_api.BufferRequest,
    "v4l2_buffer": kernel_api.Buffer,
    "v4l2_bt_timings": kernel_api.BtTimings,
    "v4l2_dv_timings": kernel_api.DvTimings,
    "v4l2_event": kernel_api.Event,
    "v4l2_event_subscription": kernel_api.Subscription,
}
# Where a field is called otherwise, or is a place that several fields of the kernel's share.
_NAMES = {
    "v4l2_frmsizeenum.width": "discrete.width",
    "v4l2_frmsizeenum.height": "discrete.height",
    "v4l2_frmsizeenum.others": "stepwise.step_width",
    "v4l2_bt_timings.others": "picture_aspect",
    "v4l2_dv_timings.timings": "bt",
}
_REQUESTS = (
    *("QUERYCAP", "ENUM_FMT", "G_FMT", "S_FMT", "REQBUFS", "QUERYBUF", "QBUF", "DQBUF", "STREAMON", "STREAMOFF"),
    *("ENUMINPUT", "G_INPUT", "ENUM_FRAMESIZES", "S_DV_TIMINGS", "G_DV_TIMINGS", "DQEVENT", "SUBSCRIBE_EVENT"),
    "QUERY_DV_TIMINGS",
)
_CONSTANTS = {
    "V4L2_BUF_TYPE_VIDEO_CAPTURE": kernel_api.VIDEO_CAPTURE,
    "V4L2_BUF_TYPE_VIDEO_OUTPUT": kernel_api.VIDEO_OUTPUT,
    "V4L2_MEMORY_MMAP": kernel_api.MMAP,
    "V4L2_CAP_VIDEO_CAPTURE": kernel_api.CAN_CAPTURE,
    "V4L2_CAP_STREAMING": kernel_api.CAN_STREAM,
    "V4L2_CAP_DEVICE_CAPS": kernel_api.HAS_DEVICE_CAPS,
    "V4L2_IN_ST_NO_POWER | V4L2_IN_ST_NO_SIGNAL | V4L2_IN_ST_NO_SYNC": kernel_api.INPUT_IS_BLIND,
    "V4L2_BUF_FLAG_ERROR": kernel_api.BUFFER_BROKEN,
    "V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC": kernel_api.STAMP_IS_MONOTONIC,
    "V4L2_BUF_FLAG_TSTAMP_SRC_SOE": kernel_api.STAMP_IS_OF_BEGIN,
    "V4L2_FRMSIZE_TYPE_DISCRETE": kernel_api.DISCRETE,
    "V4L2_EVENT_SOURCE_CHANGE": kernel_api.SOURCE_CHANGE,
    "V4L2_COLORSPACE_REC709": kernel_api.REC709,
    "V4L2_COLORSPACE_JPEG": kernel_api.JPEG,
    "V4L2_YCBCR_ENC_709": kernel_api.ENCODING_709,
    "V4L2_QUANTIZATION_FULL_RANGE": kernel_api.FULL_RANGE,
    "V4L2_PIX_FMT_UYVY": kernel_api.fourcc("UYVY"),
}


def _ours() -> dict[str, int]:
    told = {f"VIDIOC_{name}": getattr(kernel_api, name) for name in _REQUESTS} | _CONSTANTS
    for name, structure in _STRUCTURES.items():
        told[f"sizeof(struct {name})"] = ctypes.sizeof(structure)
        for field, *_ in structure._fields_:
            place = _NAMES.get(f"{name}.{field}", field)
            told[f"offsetof(struct {name}, {place})"] = getattr(structure, field).offset
    return told


def test_structures_and_numbers_are_those_of_the_kernels_header(tmp_path: Path) -> None:
    compiler = shutil.which("gcc")
    if compiler is None or not _HEADER.is_file():
        pytest.skip("gcc or linux-libc-dev is not installed.")
    ours = _ours()
    lines = "".join(f'printf("%lu\\n", (unsigned long)({expression}));\n' for expression in ours)
    source, program = tmp_path / "told.c", tmp_path / "told"
    source.write_text(
        "#include <stddef.h>\n#include <stdio.h>\n#include <linux/videodev2.h>\n"
        f"int main(void) {{\n{lines}return 0;\n}}\n"
    )
    subprocess.run([compiler, "-o", program, source], check=True)
    told = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    assert ours == dict(zip(ours, map(int, told.split()), strict=True))
