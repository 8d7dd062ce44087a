"""What state a text shows that it is in: whether it can be used, is checked, is selected."""

from TinyPilotLibrary.text.states.text_state import TextState
from TinyPilotLibrary.text.states.text_states import TextStates

__all__ = ["TextState", "TextStates"]
