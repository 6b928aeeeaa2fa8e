"""Holds every request that the tests make, and every answer of their GitHub, against GitHub's own descriptions.

The tests leave one example of each shape in a folder, which is the one argument.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft7Validator

Data = dict[str, Any]
FOLDER = Path("tests/github/contract")
DESCRIPTION = FOLDER / "node_modules/@octokit/openapi/generated/api.github.com.json"
VERSION = "x-github-api-version"


class Contract:
    """GitHub's description, made ready to validate with."""

    def __init__(self, description: Data) -> None:
        self._components = _plain(description["components"])
        self._paths = [(_pattern(path), path, operations) for path, operations in description["paths"].items()]

    def operation(self, method: str, path: str) -> tuple[str, Data] | None:
        """The described operation of a request, with the path as described; None where there is none."""
        path = re.sub(r"^/repositories/\d+", "/repos/owner/repo", path)  # as GitHub's own addresses name it
        for pattern, name, operations in self._paths:
            if pattern.fullmatch(path) and method.lower() in operations:
                return f"{method} {name}", operations[method.lower()]
        return None

    def in_request(self, operation: Data, example: Data) -> Iterator[str]:
        """What is wrong with a request: parameters and body that are not described so."""
        parameters = {each["name"]: each["schema"] for each in map(self._resolved, operation.get("parameters", []))}
        for name, value in example["query"].items():
            if name in ("after", "page"):  # from GitHub's own addresses of further pages
                continue
            if name not in parameters:
                yield f"the parameter {name} is not described"
            else:
                given = int(value) if parameters[name].get("type") == "integer" else value
                yield from (f"parameter {name}: {problem}" for problem in self._problems(given, parameters[name]))
        if VERSION not in example["headers"]:
            yield f"the header {VERSION} is missing"
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if example["body"] is not None and content is None:
            yield "a body is not described"
        elif content is not None:
            schema = cast("Data", content["schema"])
            yield from (f"body {problem}" for problem in self._problems(example["body"] or {}, schema))
            yield from (f"body: {name} is not described" for name in self._unknown(example["body"] or {}, schema))

    def in_answer(self, operation: Data, example: Data) -> Iterator[str]:
        """What is wrong with an answer; redirections and errors that are not listed have the form of all errors.

        https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
        """
        answers: Mapping[str, Any] = operation["responses"]
        described = answers.get(str(example["status"]))
        if described is None:
            if example["status"] < 300:
                yield f"the status {example['status']} is not described"
                return
            if example["status"] == 304:
                return
            schema: Data = {"$ref": "#/components/schemas/basic-error"}
        else:
            content = self._resolved(described).get("content", {}).get("application/json")
            if content is None:
                return
            schema = content["schema"]
        yield from (f"answer {example['status']} {problem}" for problem in self._problems(example["answer"], schema))

    def _problems(self, data: Any, schema: Data) -> Iterator[str]:
        validator: Any = Draft7Validator({"components": self._components, "allOf": [_plain(schema)]})
        for error in validator.iter_errors(data):
            place = "".join("[]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
            yield f"{place or '(whole)'}: {error.message[:200]}"

    def _unknown(self, body: Data, schema: Data) -> Iterator[str]:
        known = {name for form in [schema, *schema.get("oneOf", [])] for name in form.get("properties", {})}
        yield from body.keys() - known

    def _resolved(self, data: Data) -> Data:
        while "$ref" in data:
            *_, kind, name = data["$ref"].split("/")
            data = self._components[kind][name]
        return data


def main() -> int:
    """Checks all examples; the exit status is 0 where nothing is wrong."""
    contract = Contract(json.loads(DESCRIPTION.read_text(encoding="utf-8")))
    examples = [json.loads(line) for file in Path(sys.argv[1]).glob("*.jsonl") for line in file.open(encoding="utf-8")]
    questions = [each["body"]["query"] for each in examples if each["path"] == "/graphql" and each["ours"]]
    checked: Counter[str] = Counter(questions=len(questions))
    problems = Counter(f"GraphQL: {problem}" for problem in _in_questions(questions))
    for example in examples:
        found = contract.operation(example["method"], example["path"])
        if found is None:
            if example["ours"] and example["path"] != "/graphql":
                problems[f"{example['method']} {example['path']} is not described"] += 1
            continue
        name, operation = found
        if example["ours"]:
            checked["requests"] += 1
            problems.update(f"{name}: {problem}" for problem in contract.in_request(operation, example))
        if example["status"] is not None:
            checked["answers"] += 1
            problems.update(f"{name}: {problem}" for problem in contract.in_answer(operation, example))
    return _tell(checked, problems)


def _in_questions(questions: list[str]) -> list[str]:
    command = ["node", str(FOLDER / "graphql.mjs")]
    done = subprocess.run(command, input=json.dumps(questions), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _tell(checked: Counter[str], problems: Counter[str]) -> int:
    told = ", ".join(f"{checked[what]} {what}" for what in ("requests", "answers", "questions"))
    print(f"Shapes held against GitHub's descriptions: {told} of GraphQL.")
    for problem, count in problems.most_common():
        print(f"  {count} times {problem}")
    if not all(checked[what] for what in ("requests", "answers", "questions")):
        print("There was nothing to check.")
        return 1
    print(f"{len(problems)} things are wrong." if problems else "Nothing is wrong.")
    return int(bool(problems))


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path)))


def _plain(data: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema: what is `nullable` may be null."""
    if isinstance(data, list):
        return [_plain(each) for each in cast("list[Any]", data)]
    if not isinstance(data, dict):
        return data
    fields = cast("Data", data)
    plain = {name: _plain(value) for name, value in fields.items() if name not in ("example", "examples")}
    return {"anyOf": [plain, {"type": "null"}]} if fields.get("nullable") is True else plain


if __name__ == "__main__":
    sys.exit(main())
