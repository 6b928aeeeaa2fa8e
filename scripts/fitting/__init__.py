"""Fits `handoff/judging/fitted.json` to labelled notes."""
