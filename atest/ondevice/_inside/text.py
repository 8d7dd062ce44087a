"""What a Linux desktop would type: key events through xkbcommon, as X and Wayland do it."""

from collections.abc import Iterable

from xkbcommon import xkb

from atest.ondevice._inside.events import EV_KEY, Event

# X counts keys from 8.
_OFFSET = 8


def typed_text(events: Iterable[Event], layout: str = "us", variant: str = "") -> str:
    """The text that key events type.

    Args:
        events: The events, from the state with nothing pressed and no lock on.
        layout: The layout as X calls it.
        variant: Its variant.

    Returns:
        The text; Enter is a line break.
    """
    state = xkb.Context().keymap_new_from_names(layout=layout, variant=variant or None).state_new()
    text = ""
    for event in events:
        if event.kind != EV_KEY or event.value not in {0, 1}:
            continue
        key = event.code + _OFFSET
        if event.value:
            text += state.key_get_string(key)
        state.update_key(key, xkb.KeyDirection.XKB_KEY_DOWN if event.value else xkb.KeyDirection.XKB_KEY_UP)
    return text.replace("\r", "\n")
