"""Devices: access to a target's keyboard, mouse and screen. The names here are the public API.

```python
from TinyPilotLibrary.devices import Keystroke, open_device

device = open_device("virtual:")
device.type([Keystroke("F2")])
picture = device.frame().png()
device.close()
```
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from TinyPilotLibrary.devices.public import *  # noqa: F403 - the names are listed there, once
else:

    def __getattr__(name: str) -> object:
        # Loaded on first use: importing one module of this folder, on a small device, loads no others.
        public = import_module("TinyPilotLibrary.devices.public")
        if name == "__all__" or name in public.__all__:
            return getattr(public, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *import_module("TinyPilotLibrary.devices.public").__all__]
