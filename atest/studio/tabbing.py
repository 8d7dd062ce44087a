"""A page by keyboard alone: `Library    atest.studio.tabbing.Tabbing`."""

from typing import Any

from robot.api.deco import keyword, library
from robot.libraries.BuiltIn import BuiltIn

# Where a list of tabs has one stop for all of them, arrow keys go on.
_BEGIN = """
const ways = 'a[href], button, input, select, textarea, summary, canvas, iframe, [tabindex], [role=tab]';
const isHidden = (each) => !each.checkVisibility({ visibilityProperty: true }) || each.closest('[aria-hidden=true]');
const shown = [...document.querySelectorAll('body *')].filter((each) => !isHidden(each));
const isOtherTab = (each) => each.role === 'tab' && each.ariaSelected !== 'true';
window.controls = shown.filter((each) => each.matches(ways) && !each.disabled && !isOtherTab(each));
document.activeElement.blur();
const name = (each) => each.id || each.ariaLabel || each.textContent.trim() || each.outerHTML.slice(0, 80);
// What looks as if it could be clicked, and is no control.
const false_ones = shown.filter((each) => ['pointer', 'crosshair'].includes(getComputedStyle(each).cursor)
  && !each.closest(ways));
return [window.controls.map(name), false_ones.map(name)];
"""
_WHERE = """
const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
return [window.controls.indexOf(document.activeElement), outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2];
"""


@library(scope="GLOBAL")
class Tabbing:
    """Goes through a page with the Tab key."""

    @keyword
    def get_complaints_of_keyboard_user(self, at_least: int = 1) -> list[str]:
        """Presses Tab until it has been everywhere; what it does not come to, and where one does not see it.

        There must be as many controls: a page that shows nothing has nothing to complain of.
        """
        selenium: Any = BuiltIn().get_library_instance("SeleniumLibrary")
        driver = selenium.driver
        names, false_ones = driver.execute_script(_BEGIN)
        reached: set[int] = set()
        unseen: set[int] = set()
        # Once round, from wherever the browser begins, and out of the page and in again.
        for _ in range(2 * len(names) + 4):
            if len(reached) == len(names):
                break
            _press_tab(driver)
            at, is_seen = driver.execute_script(_WHERE)
            if at >= 0:
                reached.add(at)
            if at >= 0 and not is_seen:
                unseen.add(at)
        complaints = [f"Tab does not come to: {name}" for at, name in enumerate(names) if at not in reached]
        complaints += [f"One does not see that the keyboard is at: {names[at]}" for at in sorted(unseen)]
        complaints += [f"It looks like a control, and is none: {name}" for name in false_ones]
        return complaints if len(names) >= at_least else [*complaints, f"There are only {len(names)} controls: {names}"]


def _press_tab(driver: Any) -> None:  # noqa: ANN401 - Selenium has no types here
    event = {"code": "Tab", "key": "Tab", "windowsVirtualKeyCode": 9}
    for kind in ("keyDown", "keyUp"):
        driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": kind, **event})
