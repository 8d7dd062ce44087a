"""The library as Robot Framework sees it: import options, and how everything is put together."""

import atexit
import inspect
from datetime import timedelta
from pathlib import Path

from robot.api.types import Secret
from robot.libraries.BuiltIn import BuiltIn, RobotNotRunningError
from robotlibcore import HybridCore

from TinyPilotLibrary.evidence.consoles import console_of_run
from TinyPilotLibrary.evidence.events import FrameSeen, InputSent
from TinyPilotLibrary.evidence.film_recorder import Recorder, Recording
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.live_waits import LiveWaits
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.evidence.stand_used import note_stand
from TinyPilotLibrary.evidence.veil import Veil
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.keywords.context import Context
from TinyPilotLibrary.keywords.converters import CONVERTERS, to_regions
from TinyPilotLibrary.keywords.devices import DeviceKeywords
from TinyPilotLibrary.keywords.dragging import DraggingKeywords
from TinyPilotLibrary.keywords.keyboard import KeyboardKeywords
from TinyPilotLibrary.keywords.media import MediaKeywords
from TinyPilotLibrary.keywords.mending import Mending, OnMiss
from TinyPilotLibrary.keywords.menus import MenuKeywords
from TinyPilotLibrary.keywords.mouse import MouseKeywords
from TinyPilotLibrary.keywords.power import PowerKeywords
from TinyPilotLibrary.keywords.reading import ReadingKeywords
from TinyPilotLibrary.keywords.recording import RecordingKeywords
from TinyPilotLibrary.keywords.regions import RegionKeywords
from TinyPilotLibrary.keywords.screen import ScreenKeywords
from TinyPilotLibrary.keywords.settings import SettingKeywords
from TinyPilotLibrary.keywords.typing import TypingKeywords
from TinyPilotLibrary.keywords.waiting import WaitingKeywords
from TinyPilotLibrary.listener import Embed, FailureListener, ScopeListener
from TinyPilotLibrary.ranges import checked_port, checked_timeout, checked_timeout_factor
from TinyPilotLibrary.session.pools import check
from TinyPilotLibrary.session.session import AutoClose, AutoRelease, Session
from TinyPilotLibrary.session.settings import Settings
from TinyPilotLibrary.session.stands import find_file
from TinyPilotLibrary.studio.person import person_at_page
from TinyPilotLibrary.text.ocr import OcrChoice, parse_scripts
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.time_limits import time_limits_suspended
from TinyPilotLibrary.version import __version__
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD

_TEMPLATES = "templates"


class TinyPilotLibrary(HybridCore):
    r"""A library for testing what runs before, beneath and outside an operating system.

    It sees the screen of a target and uses its keyboard and mouse as a person does, through a KVM device: firmware
    setup, boot loaders, installers and login screens, on real machines and virtual ones.

    %TOC%

    ## Devices

    The same suite runs on every device; only the device's URL changes.

    URL | Device
    --- | ------
    `https://tinypilot.local` | A TinyPilot over its REST API, or this project's companion: `tinypilot serve`.
    `qemu:/run/vm.qmp` | A virtual machine of QEMU or libvirt, over QMP.
    `vnc:10.0.0.5:1` | A VNC server: QEMU, libvirt, TigerVNC, x11vnc and others.
    `gadget:` | The USB gadget and the capture of this machine, for suites that run on the KVM device itself.
    `virtual:` | The built-in virtual computer: no hardware, no other program.
    `stand-3` | A named device of `devices.toml`, for labs.

    ```robotframework
    *** Settings ***
    Library    TinyPilotLibrary    url=https://tinypilot.local    api_key=${KEY}    timeout=30s

    *** Test Cases ***
    Wake On LAN Can Be Switched On
        Press Key Until Screen Contains    F2    setup.png
        Press Keys    Right    Down    Enter    F10
        Click    save-button.png
        Wait Until Screen Contains    login.png    unless=panic.png    timeout=2 min
    ```

    Importing the library contacts nothing: the first keyword that needs the device opens it.

    ## Locators

    Written | Means
    ------- | -----
    `image:boot/menu.png` or `boot/menu.png` | A template picture, looked up in the template folders.
    `tag:grub-menu` | Any picture whose JSON file has this tag, as openQA needles do; several tags: all of them.
    `text:Boot Manager` | This text, read from the screen.
    `re:Version \d+` | Text that matches this regular expression.
    `point:0.5,0.5` | A place, in fractions of the screen.
    `point:640,360` | A place, in pixels. A fraction has a decimal point, a pixel has none.

    Templates are looked up in the folders of the import option `templates`; by default in the suite's folder and in its
    folder `templates`.

    The name of a folder stands for any of the pictures in it. openQA needles work unchanged, by their own rule.

    Several locators stand for any of them; the match says which one was found. A match that a keyword returned is a
    locator, too.

    ## Looking the same

    A template is found where the screen *looks the same*. The score is 1.0 if it is identical, and 0.8, the default
    threshold, if it differs as much as the compression and noise of a capture account for. Something dimmed, in another
    colour, or checked instead of unchecked is not the same.

    ## Text

    Text is looked for line by line. Runs of white space count as one blank; case counts, unless `ignore_case=True`.
    Numbers are whole: `text:Version 1.2` is not found in `Version 1.25`. A text, and white space in an expression
    (`re:`), may continue in the next row if a dialog has wrapped the sentence; `re:(?s)` matches across any rows.

    `exact=row` asks for a whole row of a list, in its column: `text:German` is then not found in *German (Austria)*.
    Marks before it, a value in brackets behind it, and other columns do not count.

    `state=enabled`, `disabled`, `checked`, `unchecked` or `selected` asks for the state of what the text labels, by its
    colours and the box beside it, written (`[X]`, `( )`) or drawn. What is not sure is not a match, and told.

    Character screens (firmware in text mode, boot loaders, consoles, text installers) are read cell by cell and
    compared exactly. Everything else is read by OCR: `pip install 'robotframework-tinypilot[ocr]'`. Characters that OCR
    is known to confuse are accepted for each other: `0` and `O`; `1`, `l` and `I`; `5` and `S`; `x` and the
    multiplication sign; quotes; dashes; blanks, unless they are between two digits. A digit is never accepted for
    another one. With `similarity=0.9`, a tenth of the characters may differ.

    ## Time

    Waits end as soon as they can. With a timeout of 0 they look once. `timeout_factor` multiplies all timeouts, for
    slow machines.

    ## When something fails

    A block in log.html, inside the keyword that failed, shows the screen as this keyword saw it last, with what it
    found or what came closest; what was wanted, what is there and the difference; how near it came during the wait; the
    text that was read; the last inputs with their times, and the last different screens. Of a test that ran into its
    time limit it says what was being waited for.

    At the end of a failed test is a film of it: the screens that keywords saw, each with its time, the keyword that ran
    and what was done. `recording=always` keeps one of every test, [Start Recording] begins one anywhere.

    Pictures are next to the log in the folder `tinypilot`, under names that no other test, process or run uses; those
    of the run before are removed when its results are replaced. `embed=failures` puts the pictures of failures into
    log.html, too.

    ## Keyboard layouts

    A device sends keys, and the target decides which characters they make. `layout=` says which layout the target uses:
    `de`, `de-DE` or `German`. Firmware uses the US layout, whatever the operating system uses. Text that the layout
    cannot type exactly is refused before the first key.

    ## Secrets

    `Type Text` and `api_key` accept Robot Framework's secret variables, which then never appear in the log. Where a
    secret that was typed is read from the screen, or quoted by any keyword, the log has `***` in its place, if it has
    at least four characters. A password that the target shows on its screen does appear in pictures: `mask=` blacks out
    regions of every picture, `mask_secrets=True` the places where secrets were typed, and `Take Screenshot` has a
    `mask` of its own.
    """

    ROBOT_LIBRARY_SCOPE = "GLOBAL"
    ROBOT_LIBRARY_VERSION = __version__
    ROBOT_LIBRARY_DOC_FORMAT = "Markdown"
    ROBOT_LIBRARY_CONVERTERS = CONVERTERS

    #: Gives where long waits are told while they go on.
    console_of_waits = staticmethod(console_of_run)

    def __init__(
        self,
        url: str | None = None,
        *,
        api_key: Secret | str | None = None,
        templates: list[Path] | Path | None = None,
        timeout: timedelta = timedelta(seconds=10),
        timeout_factor: float = 1.0,
        threshold: float = DEFAULT_THRESHOLD,
        poll_interval: timedelta = timedelta(seconds=0.5),
        layout: str | None = None,
        auto_close: AutoClose = AutoClose.SUITE,
        auto_release: AutoRelease = AutoRelease.TEST,
        screenshots: Path | None = None,
        failure_screenshots: bool = True,
        embed: Embed = Embed.NONE,
        recording: Recording = Recording.FAILED,
        trace: Recording = Recording.NEVER,
        mask: list[str] | str | None = None,
        mask_secrets: bool = False,
        on_miss: OnMiss | None = None,
        pause_limit: timedelta = timedelta(minutes=10),
        studio_port: int | None = None,
        devices_file: Path | None = None,
        ocr: OcrChoice = OcrChoice.AUTO,
        languages: list[str] | str = "Latin",
        fonts: list[Path] | Path | None = None,
        park_pointer: bool = False,
        **options: object,
    ) -> None:
        """Sets the device and the initial settings.

        Args:
            url: The device to open when it is first needed: a URL or a stand of `devices.toml`. Without it, open one
                with [Open Device].
            api_key: Its API key, as a secret variable.
            templates: One folder or a list of folders with template pictures, relative to the suite or to the current
                folder. If not given, the suite's folder and its folder `templates`.
            timeout: How long waits last.
            timeout_factor: What every timeout is multiplied by, for slow machines.
            threshold: The lowest score that counts as found, above 0.0 and at most 1.0.
            poll_interval: The pause between two looks, if the device does not report new frames.
            layout: The keyboard layout that the target uses, such as `de` or `German`; that of the stand, or `us`, if
                not given.
            auto_close: When devices are closed automatically.
            auto_release: When keys and mouse buttons are released that a test has left held.
            screenshots: The folder for pictures; `tinypilot` next to the log if not given.
            failure_screenshots: Whether to show the screen in the log when a keyword fails.
            embed: Which pictures are in log.html itself, and not only beside it.
            recording: Of which tests a film is kept: the screens that keywords saw, with what was done.
            trace: Of which tests a trace is made, which Playwright's viewer opens; a film of them is kept, too.
            mask: A region or a list of regions that are blacked out in every picture that is saved.
            mask_secrets: Whether to black out where a secret was typed, too: what changes on the screen between it and
                the next input, unless that is a new page. Marks in place of its characters are hidden as well.
            on_miss: Whether the run is paused when something is not found, so that a person can mend it in the
                browser, and tries again; the console tells the page's address. It needs the extra `companion`. If not
                given, the variable `${ON_MISS}`, or else `fail`.
            pause_limit: The longest that a run is paused if nobody answers; then it goes on as without a pause.
            studio_port: The port of that page, on this machine alone; a free one if it is 0 or taken. If not given,
                the variable `${STUDIO_PORT}`, or else 0.
            devices_file: The `devices.toml` with the stands. If not given, the variable `${DEVICES_FILE}`, or else the
                file in the current folder or the nearest folder above it.
            ocr: What reads text that is not in character cells.
            languages: What text that OCR reads is written in: `Latin`, `Greek`, `Cyrillic`, `Chinese`, `Japanese` or
                `Korean`, or a list of them. Latin is always included, and nothing else is read.
            fonts: Additional fonts of the target's consoles: one PSF file or a list of them.
            park_pointer: Whether to move the mouse pointer to the right edge before the screen is looked at, so that it
                hides nothing. A click without a target goes where the pointer was before.
            **options: Options of the device, as with [Open Device].

        Raises:
            ConfigurationError: If an option is misspelled or out of range, a font cannot be used, or a
                language is unknown.
            LocatorError: If the threshold is out of range, or a mask is not a region.
            InputError: If the layout is not supported.
        """
        factor = checked_timeout_factor(timeout_factor)
        self._templates = templates
        self._devices_file = devices_file
        settings = Settings(
            timeout.total_seconds(),
            threshold,
            layout or None,
            poll_interval.total_seconds(),
        )
        given = dict(options)
        if api_key is not None:
            given["api_key"] = api_key.value if isinstance(api_key, Secret) else api_key
        check(url, given.keys(), _IMPORT_OPTIONS, self._find_devices_file())
        veil = Veil(to_regions(tuple(mask) if isinstance(mask, list) else mask).items, typed=mask_secrets)
        journal, files = Journal(), LogPictures(screenshots, veil)
        journal.follow(veil.follow, FrameSeen, InputSent)
        recorder = Recorder(journal, files, recording, trace)
        LiveWaits(journal, self.console_of_waits)
        default = (url, given) if url else None
        self._session = Session(
            settings,
            default,
            auto_close,
            self._find_devices_file,
            journal=journal,
            auto_release=auto_release,
            took=note_stand,
        )
        given_fonts = [fonts] if isinstance(fonts, Path) else fonts or []
        scripts = parse_scripts(languages)
        reader = ScreenReader(ocr, self._session.clock.now, given_fonts, scripts)
        mending = None
        if (on_miss or OnMiss.named(_variable("ON_MISS") or OnMiss.FAIL.value)) is OnMiss.PAUSE:
            limit = checked_timeout(pause_limit.total_seconds())
            port = checked_port((_variable("STUDIO_PORT") or 0) if studio_port is None else studio_port)
            person = person_at_page(
                self._session, lambda: ScreenReader(ocr, fonts=given_fonts, languages=scripts), limit, port
            )
            mending = Mending(person, journal, self._template_folders, time_limits_suspended)
        context = Context(
            self._session,
            journal,
            files,
            recorder,
            TemplateCatalog(),
            reader,
            self._template_folders,
            factor,
            mending,
            park_pointer,
        )
        failures = FailureListener(
            self._session,
            journal,
            files,
            recorder,
            lambda library: library is self,
            wanted=failure_screenshots,
            embed=embed,
        )
        # Whatever ends the run, no key stays pressed.
        atexit.register(self._session.close_all)
        super().__init__(
            [
                DeviceKeywords(context),
                KeyboardKeywords(context),
                TypingKeywords(context),
                MouseKeywords(context),
                DraggingKeywords(context),
                ScreenKeywords(context),
                RegionKeywords(context),
                ReadingKeywords(context),
                RecordingKeywords(context),
                WaitingKeywords(context),
                SettingKeywords(context),
                MenuKeywords(context),
                PowerKeywords(context),
                MediaKeywords(context),
                ScopeListener(self._session),
                failures,
                *([mending] if mending else []),
            ]
        )

    def _template_folders(self) -> list[Path]:
        here = _suite_folder()
        if self._templates is None:
            return [here, here / _TEMPLATES]
        given = self._templates if isinstance(self._templates, list) else [self._templates]
        return list(dict.fromkeys(base / folder for folder in given for base in (here, Path.cwd())))

    def _find_devices_file(self) -> Path | None:
        if self._devices_file is not None:
            return self._devices_file
        named = _variable("DEVICES_FILE")
        return Path(named) if named else find_file(Path.cwd())


#: What the import itself takes; everything else are options of the device.
_IMPORT_OPTIONS = frozenset(
    parameter.name
    for parameter in inspect.signature(TinyPilotLibrary).parameters.values()
    if parameter.kind is not inspect.Parameter.VAR_KEYWORD
)


def _variable(name: str) -> str:
    """A variable of the run; empty if there is none, and outside Robot Framework."""
    try:
        return str(BuiltIn().get_variable_value(f"${{{name}}}", "") or "")
    except RobotNotRunningError:
        return ""


def _suite_folder() -> Path:
    """The folder of the running suite; the current folder outside Robot Framework."""
    source = _variable("SUITE_SOURCE")
    path = Path(source) if source else Path.cwd()
    return path if path.is_dir() else path.parent
