"""Kinds of devices, also of other packages: what is missing is told with what to install."""

import sys
from pathlib import Path

import pytest

from TinyPilotLibrary.devices import open_device
from TinyPilotLibrary.errors import ConfigurationError
from utest.devices.other_package import install

_EXTRAS = [
    "Requires-Dist: requests",
    "Provides-Extra: rack",
    "Requires-Dist: some-serial>=2; extra == 'rack'",
    "Provides-Extra: fans",
    'Requires-Dist: fan_control>=1; python_version > "3" and extra == "fans"',
]


def _refused(monkeypatch: pytest.MonkeyPatch, folder: Path, module: str, kind: str, needs: list[str]) -> str:
    install(monkeypatch, folder, module, f"{kind} = rack_kvm:open_rack", needs=needs)
    with pytest.raises(ConfigurationError) as refused:
        open_device(f"{kind}:1")
    return str(refused.value)


@pytest.mark.parametrize(
    ("module", "kind", "needs", "command"),
    [
        ("import serial_that_is_missing", "rack", _EXTRAS, "pip install 'rack-kvm[rack]'"),
        ("import fan_control.pwm", "blower", _EXTRAS, "pip install 'rack-kvm[fans]'"),
        ("import serial_that_is_missing", "blower", _EXTRAS, "pip install 'rack-kvm'"),
        ("import serial_that_is_missing", "rack", [], "pip install 'rack-kvm'"),
        ("import rack_kvm.parts", "rack", [], "pip install --force-reinstall 'rack-kvm'"),
    ],
)
def test_what_is_missing_is_told_with_the_extra_of_the_package_it_is_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str, kind: str, needs: list[str], command: str
) -> None:
    message = _refused(monkeypatch, tmp_path, module, kind, needs)
    assert message.endswith(command)
    assert f"'{kind}:'" in message


def test_a_package_of_ours_is_told_with_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "qemu.qmp", None)
    for loaded in ("", ".qemu_device", ".qmp_connection", ".screendump"):
        monkeypatch.delitem(sys.modules, f"TinyPilotLibrary.devices.qemu{loaded}", raising=False)
    with pytest.raises(ConfigurationError, match=r"pip install 'robotframework-tinypilot\[qemu\]'$"):
        open_device("qemu:/run/vm.qmp")


def test_a_package_that_is_broken_is_told_with_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    message = _refused(monkeypatch, tmp_path, "1 / 0", "rack", [])
    assert "of the package 'rack-kvm' fails with ZeroDivisionError: division by zero" in message
