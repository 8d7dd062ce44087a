"""What the resources are made with: data of firmware, and what rows of menus say."""
