"""In which order lines are read."""

from itertools import chain

from TinyPilotLibrary.text.lines.reading_order import ReadingOrder
from TinyPilotLibrary.vision.geometry import Region

# From above to below: a sentence, a button, a title, small print.
SENTENCE, BUTTON, TITLE, SMALL = (
    Region(10, 10, 600, 20),
    Region(10, 50, 60, 20),
    Region(10, 90, 400, 40),
    Region(10, 150, 300, 14),
)
BOXES = [SENTENCE, BUTTON, TITLE, SMALL]


def test_lines_that_are_as_long_as_the_text_come_first() -> None:
    [first, *_] = chain(*ReadingOrder(length=len("Cancel")).batches(BOXES))
    assert first == BUTTON
    [first, *_] = chain(*ReadingOrder(length=len("Select a language")).batches(BOXES))
    assert first == TITLE


def test_where_the_text_was_last_comes_before_all_others() -> None:
    [first, *_] = chain(*ReadingOrder(Region(20, 155, 5, 5), len("Cancel")).batches(BOXES))
    assert first == SMALL


def test_every_line_is_read_once_and_from_above_to_below_where_the_length_tells_nothing() -> None:
    many = [Region(10, 30 * row, 50 + 7 * row, 20) for row in range(40)]
    assert list(chain(*ReadingOrder().batches(many))) == many
    for length in (1, 12, 500):
        assert sorted(chain(*ReadingOrder(many[7], length).batches(many))) == sorted(many)


def test_a_page_without_lines_is_a_page() -> None:
    assert [list(batch) for batch in ReadingOrder().batches([])] == [[]]
    assert [list(batch) for batch in ReadingOrder(BUTTON, 5).batches([])] == [[]]
