"""The companion: TinyPilot's REST API v1 served in front of any device."""
