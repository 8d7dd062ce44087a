"""The library as Robot Framework sees it: import options, and how everything is put together."""

import atexit
import inspect
from datetime import timedelta
from pathlib import Path

from robot.api.types import Secret
from robot.libraries.BuiltIn import BuiltIn, RobotNotRunningError
from robotlibcore import HybridCore

from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.log_pictures import Evidence
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.keywords.context import Context
from TinyPilotLibrary.keywords.converters import CONVERTERS
from TinyPilotLibrary.keywords.devices import DeviceKeywords
from TinyPilotLibrary.keywords.dragging import DraggingKeywords
from TinyPilotLibrary.keywords.keyboard import KeyboardKeywords
from TinyPilotLibrary.keywords.mouse import MouseKeywords
from TinyPilotLibrary.keywords.power import PowerKeywords
from TinyPilotLibrary.keywords.reading import ReadingKeywords
from TinyPilotLibrary.keywords.regions import RegionKeywords
from TinyPilotLibrary.keywords.screen import ScreenKeywords
from TinyPilotLibrary.keywords.settings import SettingKeywords
from TinyPilotLibrary.keywords.typing import TypingKeywords
from TinyPilotLibrary.keywords.waiting import WaitingKeywords
from TinyPilotLibrary.listener import FailureListener, ScopeListener
from TinyPilotLibrary.ranges import checked_timeout_factor
from TinyPilotLibrary.session.session import AutoClose, Session
from TinyPilotLibrary.session.settings import Settings
from TinyPilotLibrary.session.stands import check_import, find_file
from TinyPilotLibrary.text.ocr import OcrChoice
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.version import __version__
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD

_TEMPLATES = "templates"


class TinyPilotLibrary(HybridCore):
    r"""A library to test what runs before, beneath and outside an operating system.

    It sees the screen of a target and uses its keyboard and mouse as a person does, through a KVM device: firmware
    setup, boot loaders, installers, login screens, on real machines and in virtual ones.

    %TOC%

    ## Devices

    One suite runs on every device; the device's URL is the only thing that changes.

    URL | Device
    --- | ------
    `https://tinypilot.local` | A TinyPilot over its REST API, or this project's companion: `tinypilot serve`.
    `qemu:/run/vm.qmp` | A virtual machine of QEMU or libvirt, over QMP.
    `gadget:` | This machine's own USB gadget and capture: on the KVM device itself.
    `virtual:` | The built-in computer: no hardware, no other program.
    `stand-3` | A name of `devices.toml`, for labs.

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

    Nothing is contacted when the library is imported: the device is opened by the first keyword that needs it.

    ## Locators

    Written | Means
    ------- | -----
    `image:boot/menu.png` or `boot/menu.png` | A template picture, looked up in the template folders.
    `tag:grub-menu` | Any picture with this tag in the JSON beside it, as openQA needles have; several: all of them.
    `text:Boot Manager` | This text, read from the screen.
    `re:Version \d+` | A text that matches this regular expression.
    `point:0.5,0.5` | A place, in fractions of the screen.
    `point:640,360` | A place, in pixels. A fraction has a decimal point, a pixel has none.

    The template folders are those of the import option `templates`; without it the suite's folder and its `templates`.

    The name of a folder means any of the pictures in it. openQA needles are found unchanged, by their own rule.

    Several locators mean any of them; the match says which. A match that a keyword returned is a locator too.

    ## Looking the same

    A template is found where the screen *looks the same*. The score is 1.0 where it is identical, and 0.8, the default
    threshold, where it differs as much as the compression and noise of a capture make it differ. What is dimmed, has
    another colour, or is checked instead of unchecked is something else.

    ## Text

    A text is looked for line by line. White space is folded; case counts, unless `ignore_case=True`. A number is whole:
    `text:Version 1.2` is not found in `Version 1.25`. A text, and white space in an expression (`re:`), may go on where
    a dialog has broken its sentence; `re:(?s)` goes over any rows.

    Character screens (firmware in text mode, boot loaders, consoles, text installers) are read cell by cell and
    compared exactly. Everything else is read by OCR: `pip install 'robotframework-tinypilot[ocr]'`. What it is known to
    confuse is forgiven: `0` and `O`; `1`, `l` and `I`; `5` and `S`; `x` and the sign of multiplication; quotes; dashes;
    blanks, unless they stand between two digits. No digit passes for another. `similarity=0.9` forgives a tenth of the
    characters.

    ## Time

    Waits end as soon as they can. A timeout of 0 looks once. `timeout_factor` stretches all timeouts on slow machines.

    ## When something fails

    The screen is shown in log.html, inside the keyword that failed, as this keyword looked at it last: with what it
    found, or what came nearest. Pictures are beside the log in the folder `tinypilot`; with pabot, add
    `--artifactsinsubfolders`.

    ## Keyboard layouts

    A device passes keys on, and the target decides which characters they make. `layout=` says what the target is set
    to: `de`, `de-DE` or `German`. Firmware is American whatever the operating system is set to. A text that the layout
    cannot type exactly is refused before the first key.

    ## Secrets

    `Type Text` and `api_key` take Robot Framework's secret variables, which then appear nowhere in the log. A password
    that the target shows on its screen is in the pictures: `Take Screenshot` has a `mask`.
    """

    ROBOT_LIBRARY_SCOPE = "GLOBAL"
    ROBOT_LIBRARY_VERSION = __version__
    ROBOT_LIBRARY_DOC_FORMAT = "Markdown"
    ROBOT_LIBRARY_CONVERTERS = CONVERTERS

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
        screenshots: Path | None = None,
        failure_screenshots: bool = True,
        devices_file: Path | None = None,
        ocr: OcrChoice = OcrChoice.AUTO,
        fonts: list[Path] | Path | None = None,
        **options: object,
    ) -> None:
        """Takes the device and the settings that hold at first.

        Args:
            url: The device that is opened when it is first needed: a URL or a stand of `devices.toml`. Without it,
                open one with [Open Device].
            api_key: Its API key, as a secret variable.
            templates: One folder or a list of folders where template pictures are; relative ones are looked up beside
                the suite, then in the current folder. The suite's folder and its `templates` if not given.
            timeout: How long waits last.
            timeout_factor: Stretches every timeout, for slow machines.
            threshold: The least score that counts as found, above 0.0 and at most 1.0.
            poll_interval: The pause between two looks, where the device cannot tell when there is a new frame.
            layout: The keyboard layout that the target is set to, such as `de` or `German`; the stand's, else `us`.
            auto_close: When devices are closed by themselves.
            screenshots: The folder for pictures; `tinypilot` beside the log if not given.
            failure_screenshots: Whether the screen is shown in the log when a keyword fails.
            devices_file: The `devices.toml` with the stands; if not given, the variable `${DEVICES_FILE}`, else the
                one in the current folder or the nearest above it.
            ocr: What reads text that does not stand in character cells.
            fonts: Fonts of the target's consoles besides those that are known: one PSF file or a list of them.
            **options: Options of the device, as with [Open Device].

        Raises:
            ConfigurationError: If an option is misspelled or out of its range, or a font cannot be used.
            LocatorError: If the threshold is.
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
        check_import(url, given.keys(), _IMPORT_OPTIONS, self._find_devices_file())
        journal, evidence = Journal(), Evidence(screenshots)
        default = (url, given) if url else None
        self._session = Session(settings, default, auto_close, self._find_devices_file, journal=journal)
        given_fonts = [fonts] if isinstance(fonts, Path) else fonts or []
        reader = ScreenReader(ocr, self._session.clock.now, given_fonts)
        context = Context(self._session, journal, evidence, TemplateCatalog(), reader, self._template_folders, factor)
        failures = FailureListener(
            self._session, journal, evidence, lambda library: library is self, wanted=failure_screenshots
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
                WaitingKeywords(context),
                SettingKeywords(context),
                PowerKeywords(context),
                ScopeListener(self._session),
                failures,
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
        try:
            named = BuiltIn().get_variable_value("${DEVICES_FILE}")
        except RobotNotRunningError:
            named = None
        return Path(named) if named else find_file(Path.cwd())


#: What the import itself takes; everything else are options of the device.
_IMPORT_OPTIONS = frozenset(
    parameter.name
    for parameter in inspect.signature(TinyPilotLibrary).parameters.values()
    if parameter.kind is not inspect.Parameter.VAR_KEYWORD
)


def _suite_folder() -> Path:
    """The folder of the running suite; the current folder outside Robot Framework."""
    try:
        source = BuiltIn().get_variable_value("${SUITE_SOURCE}")
    except RobotNotRunningError:
        return Path.cwd()
    path = Path(source) if source else Path.cwd()
    return path if path.is_dir() else path.parent
