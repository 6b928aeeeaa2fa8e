"""Inputs, the settings file and the schema: what is taken, what is refused, and what the user is told."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from handoff_issues import strict_yaml
from handoff_issues.config import CONFIG_PATH, Config, Labels, Mode, OnAbsent, Settings
from handoff_issues.errors import ConfigErrors
from handoff_issues.handoff.lexicon import Role
from handoff_issues.schema import allowed, schema
from handoff_issues.settings import INPUTS, load

KEYS = ", ".join(schema()["properties"])


def load_file(text: str, **inputs: str) -> Config:
    return load(inputs={name.replace("_", "-"): value for name, value in inputs.items()}, file=(CONFIG_PATH, text))


def test_nothing_given_means_the_defaults():
    assert load(inputs={}) == load_file("") == load_file("# only a comment\n") == Config()


def test_input_beats_file_beats_default():
    config = load_file("max-open: 1\nmax-close: 2\non-absent: close\n", max_open="7", on_absent="")
    assert (config.max_open, config.max_close, config.max_age) == (7, 2, 90)
    assert config.on_absent is OnAbsent.CLOSE


def test_lists_in_inputs_are_one_entry_a_line():
    config = load(inputs={"files": " notes/*.md\n\n docs/a b.md \n", "confirm": "HANDOFF.md", "mode": "plan"})
    assert config.files == ("notes/*.md", "docs/a b.md")
    assert config.confirm == ("HANDOFF.md",)
    assert config.mode is Mode.PLAN


def test_a_label_keeps_what_the_file_leaves_out():
    labels = load_file("labels:\n  high: {name: P1}\n  blocker:\n    color: '000000'\n").labels
    assert (labels.high.name, labels.high.color) == ("P1", Config().labels.high.color)
    assert (labels.blocker.name, labels.blocker.color) == ("blocker", "000000")


def test_streams_and_dates_stay_text():
    config = load_file("streams:\n  2026-01-02: [notes/*.md, .claude/handoffs/*.md]\nfiles: [2026-01-02]\n")
    assert config.streams == {"2026-01-02": ("notes/*.md", ".claude/handoffs/*.md")}
    assert config.files == ("2026-01-02",)


A_PATH = "a path from the repository's top such as docs/handoff-*.md"

REFUSED = [
    pytest.param(
        "max-opne: 3\n",
        [f"{CONFIG_PATH}:1: the key max-opne is not known (allowed: {KEYS})\n  Did you mean max-open?"],
        id="misspelt key",
    ),
    pytest.param(
        "max_open: 3\n",
        [f"{CONFIG_PATH}:1: the key max_open is not known (allowed: {KEYS})\n  Did you mean max-open?"],
        id="underscore",
    ),
    pytest.param(
        "qqq: 3\n", [f"{CONFIG_PATH}:1: the key qqq is not known (allowed: {KEYS})"], id="unknown and like no other"
    ),
    pytest.param(
        "\nmax-open: lots\n",
        [f"{CONFIG_PATH}:2: max-open cannot be lots (allowed: a whole number from 0 to 10000)"],
        id="wrong type",
    ),
    pytest.param(
        'max-open: "5"\n',
        [f'{CONFIG_PATH}:1: max-open cannot be "5" (allowed: a whole number from 0 to 10000)'],
        id="a number in quotes is text",
    ),
    pytest.param(
        "max-open: yes\n",
        [f"{CONFIG_PATH}:1: max-open cannot be yes (allowed: a whole number from 0 to 10000)"],
        id="true is no number",
    ),
    pytest.param(
        "max-open:\n",
        [f"{CONFIG_PATH}:1: max-open cannot be empty (allowed: a whole number from 0 to 10000)"],
        id="key without value",
    ),
    pytest.param(
        "absent-after: 0\n",
        [f"{CONFIG_PATH}:1: absent-after cannot be 0 (allowed: a whole number from 1 to 1000)"],
        id="too small",
    ),
    pytest.param(
        "max-age: 99999999999\n",
        [f"{CONFIG_PATH}:1: max-age cannot be 99999999999 (allowed: a whole number from 1 to 36500)"],
        id="too large",
    ),
    pytest.param(
        "write-interval: .inf\n",
        [f"{CONFIG_PATH}:1: write-interval cannot be .inf (allowed: a number from 0 to 3600)"],
        id="for ever",
    ),
    pytest.param(
        "write-interval: .nan\n",
        [f"{CONFIG_PATH}:1: write-interval cannot be .nan (allowed: a number from 0 to 3600)"],
        id="no number at all",
    ),
    pytest.param(
        "on-absent: delete\n",
        [f"{CONFIG_PATH}:1: on-absent cannot be delete (allowed: label, keep or close)"],
        id="no such policy",
    ),
    pytest.param(
        "files: docs/*.md\n",
        [f"{CONFIG_PATH}:1: files cannot be docs/*.md (allowed: a list, each entry {A_PATH})"],
        id="text for a list",
    ),
    pytest.param(
        "files:\n  - docs/*.md\n  - /docs/*.md\n  - ./a.md\n  - ../a.md\n  - 'docs\\a.md'\n",
        [
            f"{CONFIG_PATH}:{line}: files.{line - 1} cannot be {given} (allowed: {A_PATH})"
            for line, given in ((3, "/docs/*.md"), (4, "./a.md"), (5, "../a.md"), (6, "'docs\\a.md'"))
        ],
        id="globs that could never match",
    ),
    pytest.param(
        f"files: [{'x' * 2000}]\n",
        [f"{CONFIG_PATH}:1: files.1 cannot be {'x' * 60}… (allowed: {A_PATH})"],
        id="what was given is cut",
    ),
    pytest.param(
        "labels:\n  blocker:\n    color: 123456\n    colour: red\n",
        [
            f"{CONFIG_PATH}:3: labels.blocker.color cannot be 123456 "
            '(allowed: six hex digits in quotes and without #, such as "b60205")',
            f"{CONFIG_PATH}:4: the key labels.blocker.colour is not known "
            "(allowed: name, color, description)\n  Did you mean color?",
        ],
        id="inside a label",
    ),
    pytest.param(
        "labels:\n  low: {name: 'a,b'}\n",
        [f"{CONFIG_PATH}:2: labels.low.name cannot be 'a,b' (allowed: a name of at most 50 characters without commas)"],
        id="a comma parts a label in two",
    ),
    pytest.param(
        "labels:\n  high: {name: Blocker}\n",
        [f"{CONFIG_PATH}:1: labels cannot be used (blocker and high have the same name)"],
        id="one name for two labels",
    ),
    pytest.param(
        "labels: blocker\n",
        [
            f"{CONFIG_PATH}:1: labels cannot be blocker (allowed: the keys {', '.join(Labels.model_fields)})",
        ],
        id="text for a mapping",
    ),
    pytest.param(
        "trusted-authors: ['@octocat']\n",
        [f"{CONFIG_PATH}:1: trusted-authors.1 cannot be '@octocat' (allowed: a login such as octocat or my-app[bot])"],
        id="no login",
    ),
    pytest.param(
        "headings:\n  blockers: [Rot]\n",
        [
            f"{CONFIG_PATH}:2: the key headings.blockers is not known (allowed: {', '.join(Role)})\n"
            "  Did you mean blocker?"
        ],
        id="no such meaning of a heading",
    ),
    pytest.param(
        "files: [/ghp_0123456789abcdefghijklmnopqrstuvwxyz]\n",
        [f"{CONFIG_PATH}:1: files.1 cannot be /[redacted: GitHub token] (allowed: {A_PATH})"],
        id="a secret in the wrong place",
    ),
    pytest.param(
        "streams:\n  work: {a: b}\n",
        [f"{CONFIG_PATH}:2: streams.work cannot be {{a: b}} (allowed: a list, each entry {A_PATH})"],
        id="stream without globs",
    ),
    pytest.param(
        "token: not-to-be-shown\nmode: plan\nroot: .\nconfig: x.yml\nmax-open: x\n",
        [
            f"{CONFIG_PATH}:1: the key token does not belong here\n"
            "  A token never belongs into a file: give it in the workflow, as the input `token`.",
            f"{CONFIG_PATH}:2: the key mode does not belong here\n"
            "  Whether to apply or to plan is decided by the workflow, with the input `mode`.",
            f"{CONFIG_PATH}:3: the key root does not belong here\n"
            "  Which folder is read is decided by the workflow, with the input `root`.",
            f"{CONFIG_PATH}:4: the key config does not belong here\n"
            "  Where this file lies is decided by the workflow, with the input `config`.",
            f"{CONFIG_PATH}:5: max-open cannot be x (allowed: a whole number from 0 to 10000)",
        ],
        id="what only the workflow may say, all together",
    ),
    pytest.param(
        "max-open: 1\nmax-close: 2\nmax-open: 3\n",
        [f"{CONFIG_PATH}:3: the key max-open is given twice, first in line 1"],
        id="duplicate key",
    ),
    pytest.param(
        "files: &all [a.md]\nconfirm: *all\n",
        [
            f"{CONFIG_PATH}:1: YAML anchors (&) and aliases (*) are not allowed here\n"
            "  Write the value out where it is needed."
        ],
        id="anchor and alias",
    ),
    pytest.param(
        "max-open: 1\nfiles: *all\n",
        [
            f"{CONFIG_PATH}:2: YAML anchors (&) and aliases (*) are not allowed here\n"
            "  Write the value out where it is needed."
        ],
        id="alias alone",
    ),
    pytest.param("<<: {max-open: 1}\n", [f"{CONFIG_PATH}:1: YAML's merge is not allowed here"], id="merge"),
    pytest.param(
        "files: !!python/object:os.system [x]\n",
        [f"{CONFIG_PATH}:1: YAML's python/object:os.system is not allowed here"],
        id="tag",
    ),
    pytest.param("1: a\n", [f"{CONFIG_PATH}:1: a key must be text\n  Put it in quotes."], id="a number as key"),
    pytest.param("? [a]\n: b\n", [f"{CONFIG_PATH}:1: a key must be text\n  Put it in quotes."], id="a list as key"),
    pytest.param(
        "max-open: " + "9" * 5000,
        [f"{CONFIG_PATH}:1: this is no number that can be read"],
        id="a number of 5,000 digits",
    ),
    pytest.param(
        'files: ["\\ud800"]', [f"{CONFIG_PATH}:1: half of a character (a surrogate) stands alone"], id="half character"
    ),
    pytest.param(
        "max-open: 1\nfiles: \x07\n",
        [f"{CONFIG_PATH}:2: the file holds a character that YAML does not allow"],
        id="control character",
    ),
    pytest.param("[" * 60_000, [f"{CONFIG_PATH}: the file nests too deeply"], id="nested too deeply"),
    pytest.param("#" * 70_000, [f"{CONFIG_PATH}: the file is larger than 64 kB"], id="too large a file"),
    pytest.param(
        "- a\n",
        [f"{CONFIG_PATH}:1: the file must hold keys with values, such as `max-open: 20`"],
        id="a list on top",
    ),
]


@pytest.mark.parametrize(("text", "messages"), REFUSED)
def test_a_file_is_refused_with_line_key_given_and_allowed(text: str, messages: list[str]):
    with pytest.raises(ConfigErrors) as caught:
        load_file(text)
    assert [str(error) for error in caught.value.errors] == messages


def test_invalid_yaml_names_its_line():
    with pytest.raises(ConfigErrors, match=rf"^{CONFIG_PATH}:2: this is no valid YAML"):
        load_file("files: [a\nmax-open: 3\n")


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"max-open": "many"}, "input max-open cannot be many (allowed: a whole number from 0 to 10000)"),
        ({"max-close": "-1"}, "input max-close cannot be -1 (allowed: a whole number from 0 to 10000)"),
        ({"mode": "dry"}, "input mode cannot be dry (allowed: apply or plan)"),
        ({"on-absent": "Close"}, "input on-absent cannot be Close (allowed: label, keep or close)"),
        ({"files": "a.md\n/b.md"}, f"input files cannot be /b.md (allowed: {A_PATH})"),
        ({"write-interval": "nan"}, "input write-interval cannot be nan (allowed: a number from 0 to 3600)"),
    ],
)
def test_an_input_is_refused_with_what_is_allowed(inputs: dict[str, str], message: str):
    with pytest.raises(ConfigErrors) as caught:
        load(inputs=inputs)
    assert str(caught.value) == message


def test_errors_of_inputs_and_file_come_together_and_in_the_users_own_words():
    with pytest.raises(ConfigErrors) as caught:
        load(inputs={"max-age": "x"}, file=("other.yml", "max-open: x\nfiles: x\n"), name_input="--{}".format)
    assert [str(error).partition(" cannot")[0] for error in caught.value.errors] == [
        "other.yml:1: max-open",
        "other.yml:2: files",
        "--max-age",
    ]


def test_an_alias_bomb_is_refused_at_once():
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in pairwise("abcdefghi"))
    with pytest.raises(ConfigErrors, match="aliases"):
        load_file(bomb)


# What an editor is told by the schema and what a run accepts must be the same. ------------------

EXAMPLE = """\
files: ["notes/**/handoff-*.md", HANDOFF.md]
on-absent: close
absent-after: 2
max-open: 0
max-close: 10000
max-new-per-handoff: 7
confirm: [docs/handoff-2026-02-27.md]
max-age: 365
write-interval: 0.5
max-wait: 120
trusted-authors: [octocat, "my-app[bot]"]
sub-issues: true
assignees: true
dashboard: true
people: {Ana: octocat, "AR": "ar-1"}
labels:
  handoff: {name: from a note, color: "0E8A16", description: Wörter}
  low: {description: ""}
headings:
  pending: [Fahrplan, "Was bleibt"]
streams:
  firmware: ["fw/*.md"]
"""


def test_the_schema_is_one_and_takes_a_full_example():
    Draft202012Validator.check_schema(schema())
    value = strict_yaml.read(EXAMPLE).value
    assert isinstance(value, dict)
    Draft202012Validator(schema()).validate(value)
    config = load_file(EXAMPLE)
    assert config.model_dump(mode="json", by_alias=True, include={"max_close", "absent_after", "streams"}) == {
        "max-close": 10_000,
        "absent-after": 2,
        "streams": {"firmware": ["fw/*.md"]},
    }
    assert set(schema()["properties"]) == set(value), "the example has every key that the file knows"


def test_every_key_and_every_default_is_described():
    for key, node in schema()["properties"].items():
        assert node["description"].endswith("."), key
        field = Settings.model_fields[key.replace("-", "_")]
        if field.default_factory is None:
            assert "default" in node, key


def test_the_meanings_of_headings_are_those_of_the_lexicon():
    assert schema()["properties"]["headings"]["propertyNames"]["enum"] == list(Role)


def test_inputs_and_file_together_are_all_settings():
    fields = {name.replace("_", "-") for name in Config.model_fields}
    assert fields == set(INPUTS) | set(schema()["properties"])
    assert set(INPUTS) - set(schema()["properties"]) == {"mode"}
    assert all(allowed((name,)) != "a text" for name in INPUTS)


VALIDATOR = Draft202012Validator(schema())
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=6) | st.sampled_from(
    ["docs/*.md", "./x", "..", "...a", "octocat", "b60205", "label", "keep", "x" * 51, "x" * 101, "y" * 1001, "a,b"]
)
_SCALAR = st.none() | st.booleans() | st.integers(-3, 40_000) | st.floats(-1, 50, width=16) | _TEXT
_VALUE = st.recursive(_SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3))
_LABEL = st.fixed_dictionaries({}, optional={"name": _SCALAR, "color": _SCALAR, "description": _SCALAR, "x": _SCALAR})


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from([*schema()["properties"], "max_open", "other"]), _VALUE, max_size=3)
    | st.fixed_dictionaries({"labels": st.dictionaries(st.sampled_from(["low", "high", "x"]), _LABEL | _VALUE)})
)
def test_schema_and_model_take_the_same_values(value: dict[str, Any]):
    try:
        Settings.model_validate_json(json.dumps(value), strict=True, by_alias=True, by_name=False)
        taken = True
    except ValidationError as error:
        # That the names of labels differ is beyond what a schema can say.
        taken = all(detail["type"] == "value_error" for detail in error.errors())
    assert taken == VALIDATOR.is_valid(value)


def test_the_command_prints_the_schema():
    command = [sys.executable, "-m", "handoff_issues", "schema"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == schema()
    assert done.stderr == ""
