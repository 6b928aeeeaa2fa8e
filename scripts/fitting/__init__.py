"""Fits `handoff/fitted.json` to labelled notes."""
