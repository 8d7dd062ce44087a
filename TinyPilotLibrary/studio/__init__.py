"""The studio: a web page to see and operate a device, and to make and mend templates."""
