"""How pictures are shown in terminals: as pictures where the terminal can, in block characters everywhere."""

import os
from base64 import b64encode
from collections.abc import Mapping
from enum import Enum

from TinyPilotLibrary.vision.drawing.blocks import blocks, fitted
from TinyPilotLibrary.vision.frame import Frame

# The protocol takes so many characters at once.
_PIECE = 4096


class PictureWay(Enum):
    """How a picture is shown: in block characters, or by the protocol of kitty or of iTerm2."""

    BLOCKS = "blocks"
    KITTY = "kitty"
    ITERM = "iterm"


def way_of_terminal(environment: Mapping[str, str] = os.environ) -> PictureWay:
    """How this terminal shows pictures, as far as it says so.

    Args:
        environment: What it says.
    """
    name = environment.get("TERM_PROGRAM", "")
    if environment.get("TMUX") or environment.get("TERM", "").startswith(("screen", "tmux")):
        # What it runs in may know pictures, but they would not get there.
        return PictureWay.BLOCKS
    if "KITTY_WINDOW_ID" in environment or environment.get("TERM") in {"xterm-kitty", "xterm-ghostty"}:
        return PictureWay.KITTY
    if name in {"iTerm.app", "WezTerm"} or environment.get("LC_TERMINAL") == "iTerm2":
        return PictureWay.ITERM
    return PictureWay.BLOCKS


def drawn(frame: Frame, way: PictureWay, columns: int, rows: int, *, true_color: bool) -> list[str]:
    """A frame as lines for a terminal.

    Args:
        frame: The frame.
        way: How it is shown.
        columns: So many columns there are.
        rows: So many rows there are.
        true_color: Whether the terminal has all colours, and not only 256.

    Returns:
        The lines; of a picture the first one has all of it.

    Raises:
        CorruptFrame: If the frame cannot be decoded.
    """
    if way is PictureWay.BLOCKS:
        return blocks(frame, columns, rows, true_color=true_color)
    size = fitted(frame.size, columns, rows)
    picture = frame.data if frame.format == "JPEG" and way is PictureWay.ITERM else frame.png()
    data = b64encode(picture).decode()
    if way is PictureWay.ITERM:
        return [f"\x1b]1337;File=inline=1;width={size.width};height={size.height};size={len(picture)}:{data}\a"]
    # The picture of before, which has the same number, is replaced.
    control = f"a=T,f=100,i=1,p=1,q=2,c={size.width},r={size.height},"
    pieces = [data[at : at + _PIECE] for at in range(0, len(data), _PIECE)]
    return [
        "".join(
            f"\x1b_G{control if not index else ''}m={int(index < len(pieces) - 1)};{piece}\x1b\\"
            for index, piece in enumerate(pieces)
        )
    ]
