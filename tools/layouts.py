"""`python3 tasks.py layouts`: writes the keyboard layouts of the library from those of X.

What a key bears at a level is asked of libxkbcommon, which compiles xkeyboard-config as X and Wayland do. What accent
and letter make is decided here, for X, Windows and the Linux console differ: a composed character counts where it is in
the layout's 8-bit character set. X composes these and many more; Windows and the console compose these and no more.
"""

import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.xkb import LOCALE, Keymap, XkbMissing, character

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "TinyPilotLibrary" / "hid" / "layout_data.py"

#: The keys that type, row by row from above; blanks in the data are keys that bear nothing.
KEYS = (
    *("Backquote", *(f"Digit{digit}" for digit in "1234567890"), "Minus", "Equal", "IntlYen"),
    *(*(f"Key{letter}" for letter in "QWERTYUIOP"), "BracketLeft", "BracketRight"),
    *(*(f"Key{letter}" for letter in "ASDFGHJKL"), "Semicolon", "Quote", "Backslash"),
    *("IntlBackslash", *(f"Key{letter}" for letter in "ZXCVBNM"), "Comma", "Period", "Slash", "IntlRo"),
    "Space",
)
_LEVELS = ((), ("ShiftLeft",), ("AltRight",), ("ShiftLeft", "AltRight"))
#: Stands before an accent that waits for its letter.
DEAD = "◌"
#: The accents by the names of X, with the mark that Unicode composes with.
ACCENTS = {
    "dead_grave": ("`", "\u0300"),
    "dead_acute": ("´", "\u0301"),
    "dead_circumflex": ("^", "\u0302"),
    "dead_tilde": ("~", "\u0303"),
    "dead_macron": ("¯", "\u0304"),
    "dead_breve": ("˘", "\u0306"),
    "dead_abovedot": ("˙", "\u0307"),
    "dead_diaeresis": ("¨", "\u0308"),
    "dead_abovering": ("˚", "\u030a"),
    "dead_doubleacute": ("˝", "\u030b"),
    "dead_caron": ("ˇ", "\u030c"),
    "dead_cedilla": ("¸", "\u0327"),
    "dead_ogonek": ("˛", "\u0328"),
}
# What Windows' United States-International has with AltGr. X's is the same but for five signs that Windows has as dead
# keys alone, and a few that it has not at all.
_WINDOWS_INTERNATIONAL = (
    "¡²³¤€¼½¾‘’¥×äåé®þüúíóö«»áßðø¶¬æ©ñµç¿",
    "¹£÷ÄÅÉÞÜÚÍÓÖÁ§ÐØ°¦ÆÑ¢Ç",
)


@dataclass(frozen=True)
class Wanted:
    """A layout that the library shall have.

    Args:
        name: Its name there.
        source: Layout and variant as X calls them.
        title: Its name in English, as people know it.
        names: Other names: language tags, and what the language or others call it.
        code_page: The character set of its language in Windows.
        ansi: Whether its keyboards have no keys beside the 101.
        windows: Whether it is as Windows has it, where what X has as a dead key and with AltGr is a dead key alone.
        first: Where a character is on two keys that are as good: the one that Windows has it on too.
    """

    name: str
    source: tuple[str, str]
    title: str
    names: str = ""
    code_page: str = "cp1252"
    ansi: bool = False
    windows: bool = False
    first: str = ""


def _central(name: str, source: str, title: str, names: str, first: str = "") -> Wanted:
    layout, _, variant = source.partition(":")
    return Wanted(name, (layout, variant), title, names, "cp1250", first=first)


_CZECH = "@KeyV #KeyX $Semicolon ^KeyM &KeyC *Slash {KeyB }KeyN [KeyF ]KeyG"
_SWISS = "|Digit7 @Digit2 ¢Digit8 ]BracketRight }Backslash"
_SPANISH = "\\Backquote @Digit2 {Quote [BracketLeft ]BracketRight }Backslash"
#: All of them, in the order in which people are told of them.
WANTED = (
    Wanted("us", ("us", ""), "English (US)", "en en-US American USA en-CA en-AU en-NZ", ansi=True),
    Wanted("us-intl", ("us", "intl"), "English (US, international, with dead keys)", "us-acentos", ansi=True),
    Wanted(
        "us-intl-windows",
        ("us", "intl"),
        "English (US, international, as Windows has it)",
        "United_States-International",
        ansi=True,
        windows=True,
    ),
    Wanted("us-dvorak", ("us", "dvorak"), "English (Dvorak)", "dvorak", ansi=True),
    Wanted("gb", ("gb", ""), "English (UK)", "en-GB uk British United_Kingdom"),
    Wanted("de", ("de", ""), "German", "de-DE Deutsch de-AT at Austrian"),
    Wanted("de-nodeadkeys", ("de", "nodeadkeys"), "German (no dead keys)", "de-latin1-nodeadkeys"),
    Wanted("de-ch", ("ch", ""), "German (Switzerland)", "ch Swiss Swiss_German de-LI sg", first=_SWISS),
    Wanted("fr-ch", ("ch", "fr"), "French (Switzerland)", "Swiss_French", first=_SWISS),
    Wanted("fr", ("fr", ""), "French", "fr-FR Français azerty", first="~Digit2"),
    Wanted("be", ("be", ""), "Belgian", "fr-BE nl-BE Belgium", first="@Digit2 {Digit9 [BracketLeft \\IntlBackslash"),
    Wanted("ca", ("ca", ""), "French (Canada)", "fr-CA Canadian_French"),
    Wanted("es", ("es", ""), "Spanish", "es-ES Español", first=_SPANISH),
    Wanted(
        "latam",
        ("latam", ""),
        "Spanish (Latin American)",
        "es-419 es-MX es-AR es-CL es-CO es-PE la",
        first="@KeyQ ~BracketRight",
    ),
    Wanted(
        "it",
        ("it", ""),
        "Italian",
        "it-IT Italiano",
        first="[BracketLeft ]BracketRight {BracketLeft }BracketRight @Semicolon",
    ),
    Wanted("pt", ("pt", ""), "Portuguese", "pt-PT Português", first="@Digit2"),
    Wanted("br", ("br", ""), "Portuguese (Brazil)", "pt-BR Brazilian abnt2 br-abnt2"),
    Wanted("br-windows", ("br", ""), "Portuguese (Brazil, as Windows has it)", windows=True),
    Wanted("nl", ("nl", ""), "Dutch", "nl-NL Nederlands"),
    Wanted("nl-windows", ("nl", ""), "Dutch (as Windows has it)", windows=True),
    Wanted("se", ("se", ""), "Swedish", "sv sv-SE Svenska", first="@Digit2 €KeyE"),
    Wanted("no", ("no", ""), "Norwegian", "nb nn nb-NO nn-NO no-NO Norsk", first="@Digit2"),
    Wanted("dk", ("dk", ""), "Danish", "da da-DK Dansk", first="@Digit2"),
    Wanted("fi", ("fi", ""), "Finnish", "fi-FI Suomi sv-FI", first="|IntlBackslash"),
    Wanted("is", ("is", ""), "Icelandic", "is-IS Íslenska", first="|IntlBackslash"),
    _central("pl", "pl", "Polish", "pl-PL Polski Polish_Programmers pl2"),
    _central("cz", "cz", "Czech", "cs cs-CZ Čeština", _CZECH),
    _central("sk", "sk", "Slovak", "sk-SK Slovenčina", _CZECH),
    _central("hu", "hu", "Hungarian", "hu-HU Magyar", ">KeyZ"),
    _central("ro", "ro", "Romanian", "ro-RO Română"),
    _central("hr", "hr", "Croatian", "hr-HR Hrvatski bs bs-BA", "~Digit1 `Digit7"),
    _central("si", "si", "Slovenian", "sl sl-SI Slovenščina Slovene"),
    _central("rs-latin", "rs:latin", "Serbian (Latin)", "sr-Latn sr-Latn-RS"),
    Wanted("tr", ("tr", ""), "Turkish", "tr-TR Türkçe trq", "cp1254"),
    Wanted("ee", ("ee", ""), "Estonian", "et et-EE Eesti", "cp1257", first="@Digit2 |IntlBackslash"),
    Wanted("lt", ("lt", ""), "Lithuanian", "lt-LT Lietuvių", "cp1257"),
    Wanted("lv", ("lv", ""), "Latvian", "lv-LV Latviešu", "cp1257"),
    Wanted("jp", ("jp", ""), "Japanese", "ja ja-JP jp106 日本語", code_page="cp932", first="\\IntlRo ~Equal"),
    Wanted("ru", ("ru", ""), "Russian", "ru-RU Русский", "cp1251"),
    Wanted("ua", ("ua", ""), "Ukrainian", "uk uk-UA Українська", "cp1251"),
    Wanted("bg", ("bg", ""), "Bulgarian", "bg-BG Български", "cp1251"),
    Wanted("rs", ("rs", ""), "Serbian", "sr sr-Cyrl sr-RS sr-Cyrl-RS Српски", "cp1251"),
    Wanted("gr", ("gr", ""), "Greek", "el el-GR Ελληνικά", "cp1253", first="ΣKeyS €KeyE"),
    Wanted("il", ("il", ""), "Hebrew", "he he-IL iw", "cp1255"),
)
_ACCENTS_ALONE = "`^~´¨"
_EXTRA_KEYS = {"IntlBackslash", "IntlRo", "IntlYen"}
# The standard's character set for each of Windows': smaller, and what the console's tables were made for.
_CHARSETS = {
    "cp1252": "latin_1",
    "cp1250": "iso8859_2",
    "cp1254": "iso8859_9",
    "cp1257": "iso8859_13",
    "cp1251": "iso8859_5",
    "cp1253": "iso8859_7",
}
_WIDTH = 120
# Two keys after the Compose key, as X's rules have them: <Multi_key> <apostrophe> <e> : "é"
_COMPOSE = r'^<Multi_key> <(\w+)> <(\w+)>\s*:\s*"([^"\\]+)"'
_CONSOLE_ACCENTS = "`'^~\","

_HEAD = '''"""Keyboard layouts: the characters of every key. Generated by `python3 tasks.py layouts`; do not edit.

Sources: {sources}.
"""

from typing import NamedTuple

# fmt: off


class LayoutData(NamedTuple):
    """A layout as data.

    Args:
        title: Its name in English.
        names: Other names, with blanks between them; `_` is a blank in a name.
        code_page: The character set of its language in Windows.
        first: The keys of characters that are on several keys, where it matters: `@KeyV #KeyX`.
        levels: What the keys of `KEYS` bear alone, with Shift, with AltGr and with both. A blank is nothing, and
            \\u25cc stands before an accent that waits for its letter.
        caps_lock: Whether Caps Lock needs Shift.
    """

    title: str
    names: str
    code_page: str
    first: str
    levels: tuple[str, ...]
    caps_lock: bool = False


#: The keys in the order of the data.
KEYS = (
{keys}
)
#: For each character set, what an accent makes of letters: each letter and, behind it, what they make.
COMPOSED = {{
{composed}
}}
#: What the Compose key makes of two keys: each character and, behind it, the two.
COMPOSE_KEY = (
{compose_key}
)
LAYOUTS = {{
{layouts}
}}
'''


def main() -> int:
    """Writes the module, and says whether it has changed."""
    try:
        text = _module()
    except XkbMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    changed = not TARGET.is_file() or TARGET.read_text("utf-8") != text
    TARGET.write_text(text, "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(WANTED)} layouts, {'changed' if changed else 'as before'}.")
    return 0


def _module() -> str:
    packages = ("xkb-data", "libx11-data")
    code_pages = dict.fromkeys(wanted.code_page for wanted in WANTED)
    composed = [f'    "{page}": {{\n{rules}\n    }},' for page in code_pages if (rules := _rules(page))]
    return _HEAD.format(
        sources=f"xkeyboard-config, as Debian's {' and '.join(map(_version, packages))} have it",
        keys=_wrapped(KEYS),
        composed="\n".join(composed),
        compose_key="\n".join(f"    {_quoted(line)}" for line in _compose_key()),
        layouts="\n".join(map(_entry, WANTED)),
    )


def _version(package: str) -> str:
    shown = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Package} ${Version}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return shown.stdout or f"{package} (of an unknown version)"


def _wrapped(keys: Iterable[str]) -> str:
    lines = ["   "]
    for key in keys:
        if len(lines[-1]) + len(key) + 4 > _WIDTH:
            lines.append("   ")
        lines[-1] += f' "{key}",'
    return "\n".join(lines)


def _entry(wanted: Wanted) -> str:
    keymap = Keymap(*wanted.source)
    told = (wanted.title, wanted.names, wanted.code_page, wanted.first)
    levels = "".join(f"        {_quoted(level)},\n" for level in _levels(wanted, keymap))
    caps_lock = ", caps_lock=True" if _needs_shift(keymap) else ""
    head = f'    "{wanted.name}": LayoutData({", ".join(map(_quoted, told))}, ('
    if len(head) > _WIDTH:
        rest = f"{_quoted(wanted.code_page)}, {_quoted(wanted.first)}, ("
        head = f"{head.removesuffix(rest).rstrip()}\n        {rest}"
    return f"{head}\n{levels}    ){caps_lock}),"


def _needs_shift(keymap: Keymap) -> bool:
    return keymap.symbol("CapsLock").name != keymap.symbol("CapsLock", ["ShiftLeft"]).name == "Caps_Lock"


def _levels(wanted: Wanted, keymap: Keymap) -> list[str]:
    levels = ["".join(_borne(wanted, keymap, key, level) for key in KEYS).rstrip(" ") for level in range(len(_LEVELS))]
    # Without AltGr the levels repeat.
    return levels if levels[2:] != levels[:2] else levels[:2]


def _borne(wanted: Wanted, keymap: Keymap, key: str, level: int) -> str:
    if wanted.ansi and key in _EXTRA_KEYS:
        return " "
    symbol = keymap.symbol(key, _LEVELS[level])
    borne = DEAD + ACCENTS[symbol.name][0] if symbol.name in ACCENTS else symbol.character or " "
    with_alt_gr = "AltRight" in _LEVELS[level]
    if wanted.name == "us-intl-windows" and with_alt_gr and borne not in _WINDOWS_INTERNATIONAL[level - 2]:
        return " "
    return " " if wanted.windows and with_alt_gr and borne in _ACCENTS_ALONE else borne


def _rules(code_page: str) -> str:
    charset = _CHARSETS.get(code_page)
    if charset is None:
        return ""
    lines = []
    for accent, mark in ACCENTS.values():
        pairs = [letter + made for letter in _letters(charset) if (made := _made(letter, mark, charset))]
        if pairs:
            lines.append(f'        "{accent}": {_quoted("".join(pairs))},')
    return "\n".join(lines)


def _compose_key() -> list[str]:
    """The shortest ways, those with an accent before its letter first: the console has these too."""
    ways: dict[str, str] = {}
    rules = (Path("/usr/share/X11/locale") / LOCALE / "Compose").read_text("utf-8")
    for first, second, made in re.findall(_COMPOSE, rules, re.MULTILINE):
        keys = character(first) + character(second)
        # Beyond are pictures, of which fonts and programs know few.
        wanted = len(made) == 1 and "\x7f" < made < "\u2300" and not unicodedata.combining(made)
        if wanted and len(keys) == 2 and keys.isascii():
            known = ways.get(made)
            if known is None or (keys[0] in _CONSOLE_ACCENTS and known[0] not in _CONSOLE_ACCENTS):
                ways[made] = keys
    text = "".join(made + keys for made, keys in sorted(ways.items()))
    return [text[start : start + 105] for start in range(0, len(text), 105)]


def _letters(charset: str) -> Iterator[str]:
    for letter in bytes(range(256)).decode(charset, "ignore"):
        if unicodedata.category(letter) in {"Ll", "Lu"}:
            yield letter


def _made(letter: str, mark: str, charset: str) -> str:
    """What a letter and a mark make; empty if that is not one character of the character set."""
    made = unicodedata.normalize("NFC", letter + mark)
    return made if len(made) == 1 and made.encode(charset, "ignore") else ""


def _quoted(text: str) -> str:
    """A literal that an editor shows as it is: what cannot be seen, or runs from right to left, as a number."""
    return '"' + "".join(map(_shown, text)) + '"'


def _shown(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    hidden = unicodedata.category(character) in {"Zs", "Cf", "Mn", "Cc"} and character != " "
    if hidden or unicodedata.bidirectional(character) in {"R", "AL"}:
        return f"\\u{ord(character):04x}"
    return character


if __name__ == "__main__":
    sys.exit(main())
