"""How the best score went over a wait, as a small drawing in HTML."""

from collections.abc import Sequence

from TinyPilotLibrary.evidence.story import Score, Wait, seconds

_WIDTH, _HEIGHT = 480, 72
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 8, 8, 18


def score_line(wait: Wait, scores: Sequence[Score], changes: Sequence[float]) -> str:
    """The line of the best score, the threshold, and a tick for each change of the picture.

    Args:
        wait: The wait.
        scores: The scores, in the order of their times.
        changes: When the picture changed.

    Returns:
        An SVG element that takes the colours of the text around it; empty if there are no scores.
    """
    if not scores:
        return ""
    span = max(wait.ended - wait.began, 1e-3)

    def x(at: float) -> float:
        return round(_LEFT + (min(max(at - wait.began, 0.0), span)) / span * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(score: float) -> float:
        return round(_TOP + (1 - score) * (_HEIGHT - _TOP - _BOTTOM), 1)

    points = [(x(scores[0].at), y(scores[0].value))]
    for score in scores[1:]:
        # A score stays until the next look gives another.
        points += [(x(score.at), points[-1][1]), (x(score.at), y(score.value))]
    points.append((x(wait.ended), points[-1][1]))
    line = " ".join(f"{left},{top}" for left, top in points)
    limit, foot, right = y(scores[-1].threshold), _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    ticks = "".join(f"M{x(at)} {foot}v4" for at in changes)
    best = max(scores, key=lambda score: score.value)
    told = f"Best score {best.value:.3f} after {seconds(best.at - wait.began)}, threshold {scores[-1].threshold:.3f}"
    return (
        f'<svg class="tp-line" role="img" width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'fill="none" stroke="currentColor" font-size="10"><title>{told}</title>'
        f'<path d="M{_LEFT} {_TOP}V{foot}H{right}" opacity=".4"/>'
        f'<path d="M{_LEFT} {limit}H{right}" stroke-dasharray="4 3" opacity=".6"/>'
        f'<path d="{ticks}" stroke="#d97706" stroke-width="1.5"/>'
        f'<polyline points="{line}" stroke="#2563eb" stroke-width="2"/>'
        f'<g stroke="none" fill="currentColor" text-anchor="end"><text x="{_LEFT - 4}" y="{_TOP + 4}">1.0</text>'
        f'<text x="{_LEFT - 4}" y="{foot}">0.0</text><text x="{right}" y="{_HEIGHT - 4}">{seconds(span)}</text>'
        f'<text x="{_LEFT}" y="{_HEIGHT - 4}" text-anchor="start">0 s</text>'
        f'<text x="{(_LEFT + right) // 2}" y="{_HEIGHT - 4}" text-anchor="middle">{told}</text></g></svg>'
    )
