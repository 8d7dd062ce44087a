"""What the processor can do, as far as the recogniser's speed depends on it."""

from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")
_EXACT = {"avx512_vnni", "avx_vnni"}


def multiplies_8_bits_exactly() -> bool:
    """Whether it is known to add up products of 8 bits in 32 (VNNI), so that no sum is cut off."""
    try:
        lines = _CPUINFO.read_text("utf-8", "replace").splitlines()
    except OSError:
        # Other systems do not tell.
        return False
    flags = next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), [])
    return not _EXACT.isdisjoint(flags)
