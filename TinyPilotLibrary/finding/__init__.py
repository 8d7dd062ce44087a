"""Where something is: what locators name, looked for in one frame."""
