"""Why a picture was not found: asked for when a wait has failed."""
