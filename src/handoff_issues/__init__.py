"""Turns the handoff notes of a repository into issues and keeps the two in step."""
