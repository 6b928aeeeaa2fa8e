"""The words by which a handoff is understood, where the settings add some to those of its languages. Pure."""

from __future__ import annotations

from handoff_issues.config import Config
from handoff_issues.handoff import Lexicon


def vocabulary(text: str, config: Config) -> Lexicon | None:
    """The lexicon of a text's languages with the headings of the settings; None where these name none."""
    headings = {str(meaning): words for meaning, words in config.headings.items()}
    return Lexicon.for_text(text).with_terms(headings) if headings else None
