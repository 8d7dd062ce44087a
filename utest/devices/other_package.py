"""A package of somebody else with a kind of device, as an installer leaves it on the path."""

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest


def install(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    module: str,
    entry_point: str,
    *,
    name: str = "rack-kvm",
    needs: Iterable[str] = (),
) -> None:
    """Installs a package of one module.

    Args:
        monkeypatch: Takes it off the path again.
        folder: Where it is put.
        module: The text of the module `rack_kvm`.
        entry_point: Its kind of device, such as `rack = rack_kvm:open_rack`.
        name: The name of the distribution.
        needs: Lines of its metadata, such as `Provides-Extra: serial`.
    """
    (folder / "rack_kvm.py").write_text(module, "utf-8")
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    metadata = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0", *needs]
    (info / "METADATA").write_text("\n".join(metadata) + "\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[tinypilotlibrary.devices]\n{entry_point}\n", "utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "rack_kvm", raising=False)
