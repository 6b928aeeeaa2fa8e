"""A GitHub over HTTP for the tests: the emulator, and before it a front server as strict as GitHub."""
