"""The benchmark `parallel` counts a picture only if it is linked, there, and whole."""

from pathlib import Path

from PIL import Image

from benchmarks._rack import pictures


def test_a_picture_counts_if_it_is_linked_and_whole(tmp_path: Path) -> None:
    folder = tmp_path / "tinypilot"
    folder.mkdir()
    for name in ("whole", "cut", "unlinked"):
        Image.effect_noise((64, 64), 50).save(folder / f"{name}.png")
    (folder / "cut.png").write_bytes((folder / "cut.png").read_bytes()[:500])
    links = "".join(f'&lt;img src="tinypilot/{name}.png"&gt;' for name in ("whole", "whole", "cut", "gone"))
    (tmp_path / "output.xml").write_text(f"<msg>{links}</msg>", "utf-8")
    assert pictures(tmp_path) == 1
