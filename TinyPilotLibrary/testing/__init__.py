"""The contract of devices, for the authors of devices: what each has to do, as tests for pytest.

```python
@pytest.fixture(scope="module")
def bench():
    return Bench(Target(), lambda: open_device("mykvm:10.0.0.7"), {"held-keys"})


class TestMyKvm(DeviceContract):
    pass
```
"""

try:
    import pytest
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        "TinyPilotLibrary.testing needs pytest: pip install 'robotframework-tinypilot[testing]'", name=missing.name
    ) from missing

# Their assertions tell what was compared, as those in the author's own files do.
pytest.register_assert_rewrite(*(f"{__name__}.{part}_contract" for part in ("input", "screen", "life")))

from TinyPilotLibrary.testing.bench import Bench, Target  # noqa: E402 - after what it depends on
from TinyPilotLibrary.testing.device_contract import DeviceContract  # noqa: E402
from TinyPilotLibrary.testing.virtual_target import VirtualTarget  # noqa: E402

__all__ = ["Bench", "DeviceContract", "Target", "VirtualTarget"]
