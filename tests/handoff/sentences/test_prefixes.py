"""What stands before the matter of an entry."""

from __future__ import annotations

import pytest

from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.handoff.sentences.prefixes import stage_before


@pytest.mark.parametrize(
    ("text", "language", "stage"),
    [
        ("Phase 3: draw the map", "en", "Phase 3"),
        ("Phase 3 (optional): draw the map", "en", "Phase 3"),
        ("Milestone 2 — draw the map", "en", "Milestone 2"),
        ("Step 8.3 — draw the map", "en", "Step 8.3"),
        ("Step 8: draw the map", "en", ""),
        ("Phase: draw the map", "en", ""),
        ("Phase 3:", "en", ""),
        ("Phase 3 draws the map", "en", ""),
        ("Priority 3: draw the map", "en", ""),
        ("MAP-12: draw phase 3", "en", ""),
        ("Etappe 2: Karte zeichnen", "de", "Etappe 2"),
        ("Schritt 2: Karte zeichnen", "de", ""),
        ("Fase 2: dibujar el mapa", "es", "Fase 2"),
        ("Paso 2: dibujar el mapa", "es", ""),
        ("Étape 2 : dessiner la carte", "fr", ""),
        ("阶段 2：画地图", "zh", "阶段 2"),
        ("步骤 2：画地图", "zh", ""),
        ("Этап 2: нарисовать карту", "ru", "Этап 2"),
    ],
)
def test_stage_before(text: str, language: str, stage: str) -> None:
    assert stage_before(text, Lexicon.of("en", language)) == stage
