"""The model that reads lines is loaded once for all tests of a process, not once for each of their readers."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def model_loaded_once() -> Iterator[None]:
    """Nothing of what a model has read stays in it: the lines that a reader knows are the reader's own."""
    try:
        import onnxruntime  # noqa: PLC0415 - it takes long, and may be missing
    except ImportError:
        yield
        return
    load = onnxruntime.InferenceSession
    loaded: dict[str, Any] = {}

    def once(model: str, *arguments: object, **more: object) -> Any:  # noqa: ANN401 - it has no types
        if model not in loaded:
            loaded[model] = load(model, *arguments, **more)
        return loaded[model]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(onnxruntime, "InferenceSession", once)
        yield
