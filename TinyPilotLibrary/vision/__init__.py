"""What is on the screen: a frame in, a match or a miss out. No device and no suite is known here."""
