"""How long systems let USB devices rest before they suspend them, and take to wake them up, in seconds."""

#: After a rest of this length a device may be suspended; Linux waits for 2 s.
REST = 1.5
#: In this time it is awake again: it takes 0.1 s, and up to 0.25 s more where the system looks only so often whether a
#: controller's ports ask for it.
WAKING = 0.4
