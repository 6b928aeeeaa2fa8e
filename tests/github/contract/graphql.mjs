// Validates GraphQL questions, a JSON list of texts on standard input, against GitHub's own schema.
import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";

const file = new URL("node_modules/@octokit/graphql-schema/schema.graphql", import.meta.url);
const schema = buildSchema(readFileSync(file, "utf8"), { assumeValid: true }); // it names two fields twice
const questions = JSON.parse(readFileSync(0, "utf8"));
const problems = questions.flatMap((text) => validate(schema, parse(text)).map((error) => error.message));
console.log(JSON.stringify([...new Set(problems)]));
