"""USB HID report descriptors, which describe a gadget's reports to its host."""

from dataclasses import dataclass

_KEYBOARD_PAGE = 0x07
# Items of a report descriptor (USB HID 1.11, 6.2.2): tag and type, without the two bits of the size.
_USAGE_PAGE, _USAGE_MAXIMUM, _INPUT, _LONG_ITEM = 0x04, 0x28, 0x80, 0xFC
_MAIN, _TYPE_BITS = 0x00, 0x0C
_CONSTANT_OR_VARIABLE = 0x03


@dataclass(frozen=True)
class Function:
    """A HID function of a gadget.

    Args:
        name: Its name in the gadget: `keyboard` makes the folder `hid.keyboard`.
        protocol: 1 keyboard, 2 mouse, 0 neither (USB HID 1.11, 4.3).
        subclass: 1 if firmware can use it with the boot protocol, else 0.
        report_length: The length of a report in bytes.
        descriptor: The report descriptor.
    """

    name: str
    protocol: int
    subclass: int
    report_length: int
    descriptor: bytes


_KEYBOARD_HEAD = bytes.fromhex(
    "05010906a101"  # Generic Desktop, Keyboard
    "05081901290315002501750195039102"  # LEDs 1 to 3: Num, Caps, Scroll Lock
    "094b95019102"  # Generic Indicator
    "95049101"  # 4 bits without meaning
    "050719e029e795088102"  # 8 modifiers, a bit each
    "750895018101"  # a byte without meaning
)

#: The keyboard of TinyPilot's gadget, byte for byte. Its keys end at usage 0x91.
KEYBOARD = Function("keyboard", 1, 1, 8, _KEYBOARD_HEAD + bytes.fromhex("1900299126ff0095068100c0"))
#: The same with all keys up to usage 0xE7, for the few that TinyPilot's keyboard lacks.
FULL_KEYBOARD = Function("keyboard", 1, 1, 8, _KEYBOARD_HEAD + bytes.fromhex("190029e726ff0095068100c0"))
#: The pointer of TinyPilot's gadget, byte for byte.
ABSOLUTE_MOUSE = Function(
    "mouse",
    0,
    0,
    7,
    bytes.fromhex(
        "05010902a101"  # Generic Desktop, Mouse
        "05091901290815002501950875018102"  # 8 buttons
        "05010930093116000026ff7f751095028102"  # x and y, 0 to 32767
        "09381581257f750895018106"  # wheel, -127 to 127
        "050c0a38021581257f750895018106c0"  # AC Pan
    ),
)
#: A relative mouse that firmware understands by the boot protocol: its first 3 bytes are the boot mouse's.
RELATIVE_MOUSE = Function(
    "mouse-relative",
    2,
    1,
    5,
    bytes.fromhex(
        "05010902a1010901a100"  # Generic Desktop, Mouse, Pointer
        "05091901290815002501950875018102"  # 8 buttons
        "05010930093109381581257f750895038106"  # x, y and wheel, -127 to 127
        "050c0a380295018106c0c0"  # AC Pan
    ),
)


def highest_key(descriptor: bytes) -> int | None:
    """The highest usage ID that a keyboard's report descriptor declares; hosts ignore keys above it.

    Args:
        descriptor: The report descriptor.

    Returns:
        The usage ID, or None if it declares no array of keys.

    ```python
    assert highest_key(KEYBOARD.descriptor) == 0x91
    ```
    """
    page = maximum = 0
    highest: int | None = None
    position = 0
    while position < len(descriptor):
        head = descriptor[position]
        size = (0, 1, 2, 4)[head & 0x03]
        value = int.from_bytes(descriptor[position + 1 : position + 1 + size], "little")
        position += 1 + size
        tag = head & _LONG_ITEM
        if tag == _USAGE_PAGE:
            page = value
        elif tag == _USAGE_MAXIMUM:
            maximum = value
        elif tag == _INPUT and page == _KEYBOARD_PAGE and not value & _CONSTANT_OR_VARIABLE:
            highest = max(highest or 0, maximum)
        if tag & _TYPE_BITS == _MAIN:
            maximum = 0
    return highest
