"""Options of devices in commands."""

import pytest

from TinyPilotLibrary.cli.devices import Opening
from TinyPilotLibrary.errors import ConfigurationError


@pytest.mark.parametrize("option", ["api_key=hunter2", " api_key =hunter2"])
def test_an_api_key_is_not_taken_from_where_others_see_it(option: str) -> None:
    with pytest.raises(ConfigurationError, match="--device-api-key-file") as refused:
        _ = Opening("https://host.test", [option]).options
    assert "hunter2" not in str(refused.value)
