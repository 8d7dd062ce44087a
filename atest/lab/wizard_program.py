"""An installer as graphical ones look, for X: its pages, and a file with what was answered. It installs nothing.

`wizard_program.py ANSWERS`: the file. With `--lazy` it loses every other click on Next, and needs a second for others.
"""

# mypy: disable-error-code="no-untyped-call"

import json
import sys
import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk

_STEPS = ("Welcome", "Location", "Keyboard", "Partitions", "Users", "Summary", "Finish")
_ZONES = {
    "America": ["Bogota", "Chicago", "Denver", "Halifax", "Lima", "New York", "Toronto"],
    "Europe": [
        *("Amsterdam", "Andorra", "Athens", "Belgrade", "Berlin", "Brussels", "Dublin", "Helsinki", "Istanbul", "Kiev"),
        *(
            "Lisbon",
            "London",
            "Madrid",
            "Moscow",
            "Oslo",
            "Paris",
            "Prague",
            "Riga",
            "Rome",
            "Sofia",
            "Vienna",
            "Zurich",
        ),
    ],
}
_LAYOUTS = [
    *("Albanian", "Arabic", "Belgian", "Bulgarian", "Croatian", "Czech", "Danish", "Dutch", "English (UK)"),
    *(
        "English (US)",
        "Estonian",
        "Finnish",
        "French",
        "Georgian",
        "German",
        "German (Austria)",
        "German (Switzerland)",
    ),
    *("Greek", "Hungarian", "Icelandic", "Italian", "Polish", "Turkish"),
]
_OPTIONS = ("Install alongside", "Replace a partition", "Erase disk")


class Wizard:
    """The window.

    Args:
        answers: Where the answers are written at the end.
        lazy: Whether it reacts late, and loses clicks.
    """

    def __init__(self, answers: Path, *, lazy: bool) -> None:
        self._answers, self._lazy, self._clicks, self._step = answers, lazy, 0, 0
        self._window = tk.Tk()
        self._window.geometry("800x600+0+0")
        self._window.overrideredirect(boolean=True)
        self._window.focus_force()
        ttk.Style().theme_use("clam")
        for name in ("TkDefaultFont", "TkTextFont", "TkMenuFont"):
            self._window.tk.call("font", "configure", name, "-family", "DejaVu Sans", "-size", 11)
        steps = tk.Frame(self._window, bg="#292f34", width=150)
        steps.pack(side="left", fill="y")
        steps.pack_propagate(flag=False)
        self._labels = [tk.Label(steps, text=step, bg="#292f34", fg="#ffffff", pady=8) for step in _STEPS]
        for label in self._labels:
            label.pack(fill="x")
        buttons = ttk.Frame(self._window)
        buttons.pack(side="bottom", fill="x", padx=12, pady=12)
        self._next = ttk.Button(buttons, text="Next", command=self._go_on)
        self._next.pack(side="right")
        ttk.Button(buttons, text="Back", state="disabled").pack(side="right", padx=8)
        self._page = ttk.Frame(self._window)
        self._page.pack(side="top", fill="both", expand=True, padx=16, pady=16)
        self._values = {
            "region": tk.StringVar(value="America"),
            "zone": tk.StringVar(value="New York"),
            "layout": tk.StringVar(value="English (US)"),
            "option": tk.StringVar(),
            "name": tk.StringVar(),
            "host": tk.StringVar(value="live-system"),
            "password": tk.StringVar(),
            "again": tk.StringVar(),
            "log in": tk.BooleanVar(value=True),
            "restart": tk.BooleanVar(),
        }
        self._error = tk.StringVar()
        self._show()

    def run(self) -> None:
        """Shows it until it is done."""
        self._window.mainloop()

    def _show(self) -> None:
        for child in self._page.winfo_children():
            child.destroy()
        for number, label in enumerate(self._labels):
            label.configure(bg="#4d7079" if number == self._step else "#292f34")
        self._error.set("")
        self._next.configure(text="Install" if _STEPS[self._step] == "Summary" else "Next", state="normal")
        getattr(self, f"_show_{_STEPS[self._step].lower()}")()

    def _show_welcome(self) -> None:
        ttk.Label(self._page, text="Welcome to the installer of Lab Linux.").pack(anchor="w", pady=40)
        ttk.Label(self._page, text="Everything on this page is already as it should be.").pack(anchor="w")

    def _show_location(self) -> None:
        ttk.Label(self._page, text="The system language is English.").pack(anchor="w", pady=20)
        for number, (label, name) in enumerate((("Region:", "region"), ("Zone:", "zone"))):
            row = ttk.Frame(self._page)
            row.pack(anchor="w", pady=8)
            ttk.Label(row, text=label, width=10).pack(side="left")
            values = sorted(_ZONES) if number == 0 else _ZONES[self._values["region"].get()]
            box = ttk.Combobox(row, textvariable=self._values[name], values=values, state="readonly", height=6)
            box.pack(side="left")
            box.bind("<<ComboboxSelected>>", self._new_region if number == 0 else lambda _: None)

    def _new_region(self, _: object) -> None:
        self._values["zone"].set(_ZONES[self._values["region"].get()][0])
        self._show()

    def _show_keyboard(self) -> None:
        lists = ttk.Frame(self._page)
        lists.pack(anchor="w", fill="x")
        for values, name in ((["Generic 101", "Generic 104", "Generic 105"], "model"), (_LAYOUTS, "layout")):
            box = tk.Listbox(lists, height=8, width=26, exportselection=False)
            box.insert("end", *values)
            box.pack(side="left", padx=8)
            chosen = self._values["layout"].get() if name == "layout" else values[0]
            box.selection_set(values.index(chosen))
            box.see(values.index(chosen))
            if name == "layout":
                box.bind("<<ListboxSelect>>", self._choose_layout)
        row = ttk.Frame(self._page)
        row.pack(anchor="w", pady=20)
        ttk.Label(row, text="Type here to test your keyboard").pack(anchor="w")
        ttk.Entry(row, width=40).pack(anchor="w")

    def _choose_layout(self, event: "tk.Event[tk.Listbox]") -> None:
        if chosen := event.widget.curselection():
            self._values["layout"].set(event.widget.get(chosen[0]))

    def _show_partitions(self) -> None:
        ttk.Label(self._page, text="What shall be done with the disk?").pack(anchor="w", pady=20)
        self._next.configure(state="normal" if self._values["option"].get() else "disabled")
        for option in _OPTIONS:
            button = ttk.Radiobutton(
                self._page,
                text=option,
                variable=self._values["option"],
                value=option,
                command=lambda: self._next.configure(state="normal"),
            )
            button.pack(anchor="w", pady=6)

    def _show_users(self) -> None:
        self._field("What is your name?", "name")
        self._field("What is the name of this computer?", "host")
        row = ttk.Frame(self._page)
        row.pack(anchor="w", pady=8)
        for label, name in (("Password", "password"), ("Repeat password", "again")):
            part = ttk.Frame(row)
            part.pack(side="left", padx=(0, 20))
            ttk.Label(part, text=label).pack(anchor="w")
            ttk.Entry(part, textvariable=self._values[name], show="●", width=20).pack(anchor="w")
        tick = ttk.Checkbutton(self._page, text="Log in automatically", variable=self._values["log in"])
        tick.pack(anchor="w", pady=8)
        tk.Label(self._page, textvariable=self._error, fg="#c00000").pack(anchor="w", pady=8)

    def _field(self, label: str, name: str) -> None:
        ttk.Label(self._page, text=label).pack(anchor="w")
        ttk.Entry(self._page, textvariable=self._values[name], width=30).pack(anchor="w", pady=(0, 12))

    def _show_summary(self) -> None:
        text = tk.Text(self._page, height=14, font="TkTextFont")
        rows = [
            f"Set the time zone to {self._values['region'].get()}/{self._values['zone'].get()}.",
            f"Set the keyboard layout to {self._values['layout'].get()}.",
            *(f"Mount point number {number} is made." for number in range(1, 41)),
            f"{self._values['option'].get()}: all that is on it is lost.",
        ]
        text.insert("end", "\n".join(rows))
        text.configure(state="disabled")
        text.pack(fill="both", expand=True)

    def _ask(self) -> None:
        asked = tk.Toplevel(self._window)
        asked.overrideredirect(boolean=True)
        asked.geometry("440x160+250+200")
        ttk.Label(asked, text="Continue with setup?").pack(pady=12)
        ttk.Label(asked, text="The disk is going to be changed.").pack()
        ttk.Button(asked, text="Install now", command=lambda: self._install(asked)).pack(side="right", padx=12, pady=20)
        ttk.Button(asked, text="Go back", command=asked.destroy).pack(side="right")

    def _install(self, asked: tk.Toplevel) -> None:
        asked.destroy()
        self._turn()

    def _show_finish(self) -> None:
        ttk.Label(self._page, text="All done.").pack(anchor="w", pady=20)
        ttk.Checkbutton(self._page, text="Restart now", variable=self._values["restart"]).pack(anchor="w")
        self._next.configure(text="Done")

    def _go_on(self) -> None:
        self._clicks += 1
        if self._lazy and self._clicks % 2:
            return
        self._window.after(1000 if self._lazy else 1, self._leave)

    def _leave(self) -> None:
        leave: dict[str, Callable[[], None]] = {"Summary": self._ask, "Finish": self._end, "Users": self._check}
        leave.get(_STEPS[self._step], self._turn)()

    def _check(self) -> None:
        if self._values["password"].get() == self._values["again"].get():
            self._turn()
        else:
            self._error.set("Your passwords do not match!")

    def _turn(self) -> None:
        self._step += 1
        self._show()

    def _end(self) -> None:
        self._answers.write_text(json.dumps({name: value.get() for name, value in self._values.items()}), "utf-8")
        self._window.destroy()


if __name__ == "__main__":
    Wizard(Path(sys.argv[1]), lazy="--lazy" in sys.argv).run()
