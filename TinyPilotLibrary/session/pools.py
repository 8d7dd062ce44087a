"""Pools: `any of: uefi, rack-2` is the first of these stands that is free."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.claims import WHAT_TO_DO, Claim, Claimable
from TinyPilotLibrary.devices.composite import CompositeDevice
from TinyPilotLibrary.devices.machine_lock import MachineLock
from TinyPilotLibrary.devices.options import did_you_mean, seconds
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceInUse
from TinyPilotLibrary.session.stands import FILE_NAME, Stand, check_import, is_pool, read_stands, without_any_of
from TinyPilotLibrary.watching.wait_until import Clock

# What a pool takes itself, and no stand of it.
_WAIT, _TAKE_OVER = "wait_for_device", "take_over"
_POLL = 1.0


def check(url: str | None, options: Collection[str], of_import: frozenset[str], file: Path | None) -> None:
    """Refuses misspelled import options, as `check_import` does, also of a pool.

    Args:
        url: The device to open when it is first needed: a URL, a stand or a pool; None for none.
        options: The names of its options.
        of_import: The options of the import itself.
        file: The `devices.toml`; without one, stands are not checked.

    Raises:
        ConfigurationError: If there is no such device, stand, tag or option.
    """
    if url is None or not is_pool(url):
        check_import(url, options, of_import, file)
    elif file is not None and file.is_file():
        for stand in stands_of(url, file):
            stand.check([name for name in options if name != _WAIT], of_import)


def stands_of(pool: str, file: Path | None) -> list[Stand]:
    """The stands of a pool, in the order in which they are tried.

    Args:
        pool: `any of:`, and names of stands and tags between commas. `uefi+tpm` stands for those with both tags.
        file: The `devices.toml`, or None if there is none.

    Returns:
        The stands: as the pool names them, those of one tag as the file does.

    Raises:
        ConfigurationError: If there is no such stand or tag.
    """
    if file is None:
        raise ConfigurationError(f"{pool!r} needs a {FILE_NAME} with stands: there is none here or in a folder above.")
    stands = read_stands(file)
    found: dict[str, Stand] = {}
    for item in without_any_of(pool).split(","):
        chosen = list(_chosen(item.strip(), stands))
        if not chosen:
            tags = dict.fromkeys(tag for stand in stands.values() for tag in stand.tags)
            raise ConfigurationError(
                f"In '{file}' there is neither a stand {item.strip()!r} nor one with that tag."
                f"{did_you_mean([item.strip()], [*stands, *tags])} Stands: {', '.join(stands) or 'none'}. "
                f"Tags: {', '.join(tags) or 'none'}."
            )
        found.update({stand.name: stand for stand in chosen})
    return list(found.values())


def take_one(pool: str, file: Path | None, options: Mapping[str, object], clock: Clock) -> tuple[Stand, Device]:
    """Opens the first stand of a pool that is free, and keeps others out of it until it is closed.

    Args:
        pool: The pool.
        file: The `devices.toml`.
        options: Options for whichever stand it is; `wait_for_device` is how long to wait until one is free.
        clock: The time.

    Returns:
        The stand and its device.

    Raises:
        ConfigurationError: If there is no such pool, or a stand of it cannot have these options.
        DeviceInUse: If none is free in time; the message says why each is not.
    """
    given = dict(options)
    wait = seconds(_WAIT, given.pop(_WAIT, 0.0))
    if _TAKE_OVER in given:
        raise ConfigurationError(f"take_over= is for one stand, and {pool!r} takes one that is free. Name the stand.")
    stands = stands_of(pool, file)
    for stand in stands:
        stand.check(given.keys(), frozenset())
    until = clock.now() + wait
    while True:
        told: dict[str, str] = {}
        for stand in stands:
            taken = _take(stand, file, given)
            if not isinstance(taken, str):
                return stand, taken
            told[stand.name] = taken
        if clock.now() >= until:
            waited = f" within {wait:g} s" if wait else ""
            hint = "" if wait else " Wait for one with wait_for_device=, for example '5 min'."
            listed = " ".join(f"'{name}': {reason}" for name, reason in told.items())
            raise DeviceInUse(f"No stand of {pool!r} is free{waited}. {listed}{hint}")
        clock.sleep(min(_POLL, max(0.0, until - clock.now())))


def _chosen(item: str, stands: Mapping[str, Stand]) -> Iterator[Stand]:
    if item in stands:
        yield stands[item]
        return
    tags = {tag.strip() for tag in item.split("+")}
    yield from (stand for stand in stands.values() if tags <= set(stand.tags))


def _take(stand: Stand, file: Path | None, options: Mapping[str, object]) -> Device | str:
    """The device of a stand that is free, or why it is not."""
    try:
        return _taken(stand, file, options)
    except DeviceError as error:
        return str(error).replace(WHAT_TO_DO, "").strip()


def _taken(stand: Stand, file: Path | None, options: Mapping[str, object]) -> Device:
    """Opens a stand that nobody has: neither a process of this machine nor, as far as the device tells, another one."""
    lock = MachineLock(stand.name, f"{file}/{stand.name}", Claim(), waits_a_moment=False)
    if lock.is_held_here:
        raise DeviceInUse("it is open in this run.")
    with ExitStack() as if_it_fails:
        lock.have()
        if_it_fails.callback(lock.close)
        device = CompositeDevice(stand.open(options), lock=lock)
        if_it_fails.callback(device.close)
        able = capability_of(device, Claimable)
        if able:
            able.claim()
        if_it_fails.pop_all()
    return device
