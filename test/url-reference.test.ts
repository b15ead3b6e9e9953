import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure, type FailureKind } from '../src/failure.ts';
import { hrefOf, originOf, parseUrl, resolveReference, targetOf } from '../src/request/url.ts';

// RFC 3986 §5.4, where the fragment is no part of what is requested.
const REFERENCES: [reference: string, href: string][] = [
  ['g', 'http://a/b/c/g'],
  ['./g', 'http://a/b/c/g'],
  ['g/', 'http://a/b/c/g/'],
  ['/g', 'http://a/g'],
  ['//g', 'http://g/'],
  ['?y', 'http://a/b/c/d;p?y'],
  ['g?y', 'http://a/b/c/g?y'],
  ['#s', 'http://a/b/c/d;p?q'],
  ['g#s', 'http://a/b/c/g'],
  ['g?y#s', 'http://a/b/c/g?y'],
  [';x', 'http://a/b/c/;x'],
  ['g;x', 'http://a/b/c/g;x'],
  ['g;x?y#s', 'http://a/b/c/g;x?y'],
  ['', 'http://a/b/c/d;p?q'],
  ['.', 'http://a/b/c/'],
  ['./', 'http://a/b/c/'],
  ['..', 'http://a/b/'],
  ['../', 'http://a/b/'],
  ['../g', 'http://a/b/g'],
  ['../..', 'http://a/'],
  ['../../', 'http://a/'],
  ['../../g', 'http://a/g'],
  ['../../../g', 'http://a/g'],
  ['../../../../g', 'http://a/g'],
  ['/./g', 'http://a/g'],
  ['/../g', 'http://a/g'],
  ['g.', 'http://a/b/c/g.'],
  ['.g', 'http://a/b/c/.g'],
  ['g..', 'http://a/b/c/g..'],
  ['..g', 'http://a/b/c/..g'],
  ['./../g', 'http://a/b/g'],
  ['./g/.', 'http://a/b/c/g/'],
  ['g/./h', 'http://a/b/c/g/h'],
  ['g/../h', 'http://a/b/c/h'],
  ['g;x=1/./y', 'http://a/b/c/g;x=1/y'],
  ['g;x=1/../y', 'http://a/b/c/y'],
  ['g?y/./x', 'http://a/b/c/g?y/./x'],
  ['g?y/../x', 'http://a/b/c/g?y/../x'],
  ['g#s/./x', 'http://a/b/c/g'],
  ['g#s/../x', 'http://a/b/c/g'],
  // Beyond the RFC's table.
  ['HTTPS://G/x', 'https://g/x'],
  ['https://g:80', 'https://g:80/'],
  ['//g:81/x?y', 'http://g:81/x?y'],
  ['?', 'http://a/b/c/d;p?'],
  ['  /g  ', 'http://a/g'],
  ['/g h', 'http://a/g%20h'],
  ['/ä', 'http://a/%C3%A4'],
  ['./g:h', 'http://a/b/c/g:h'],
  ['/g:h', 'http://a/g:h'],
  ['g/h:i', 'http://a/b/c/g/h:i'],
  ['/\\g', 'http://a/\\g'],
  ['//u:p@g/', 'http://g/'],
];

for (const [reference, href] of REFERENCES) {
  test(`${JSON.stringify(reference)} at http://a/b/c/d;p?q leads to ${href}`, () => {
    assert.equal(hrefOf(resolveReference(parseUrl('http://a/b/c/d;p?q'), reference)), href);
  });
}

const FOREIGN: [reference: string, kind: FailureKind][] = [
  ['g:h', 'protocol'],
  ['g:80', 'protocol'],
  ['mailto:x@y', 'protocol'],
  ['tel:123', 'protocol'],
  ['javascript:alert(1)', 'protocol'],
  ['data:text/html,x', 'protocol'],
  ['file:/etc/passwd', 'protocol'],
  ['file:///etc/passwd', 'protocol'],
  ['ftp://g/', 'protocol'],
  ['http:g', 'url'],
  ['http:/g', 'url'],
  ['https:443', 'url'],
  ['http:', 'url'],
  ['http://', 'url'],
  ['///g', 'url'],
  ['//', 'url'],
  ['/g\th', 'url'],
];

for (const [reference, kind] of FOREIGN) {
  test(`${JSON.stringify(reference)} leads nowhere`, () => {
    assert.equal(failureOf(() => resolveReference(parseUrl('http://a/b'), reference)).kind, kind);
  });
}

test('a reference at a path left as it is keeps its own dot segments where it is asked to', () => {
  const base = parseUrl('http://a/b/../c', { pathAsIs: true });
  assert.equal(targetOf(resolveReference(base, 'd/../e', { pathAsIs: true })), '/b/../d/../e');
  assert.equal(targetOf(resolveReference(base, '?q')), '/b/../c?q');
  assert.equal(targetOf(resolveReference(base, '/x/../y')), '/y');
});

test('no user information of the base goes with a reference', () => {
  const base = parseUrl('http://u:p@a/b');
  for (const reference of ['', '#x', 'c', '/c', '?c', '//a/c']) {
    assert.equal(resolveReference(base, reference).user, undefined);
  }
});

const urlText = fc.string({
  unit: fc.constantFrom(
    'a',
    'h',
    'ü',
    '/',
    '.',
    '%2e',
    '%',
    '?',
    '#',
    '@',
    ':',
    '8',
    '[',
    ']',
    '\\',
    ' ',
    '&',
    '=',
    '\n',
  ),
  maxLength: 20,
});

test('whatever a Location says, it leads to http or https or fails with a place in what is shown', () => {
  const base = parseUrl('https://base/a/b?c');
  fc.assert(
    fc.property(fc.constantFrom('', 'http:', 'x:', '//', '/', 'https://'), urlText, (start, rest) => {
      try {
        const { scheme, host } = resolveReference(base, `${start}${rest}`);
        assert.match(scheme, /^https?$/);
        assert.notEqual(host, '');
      } catch (error) {
        assert.ok(error instanceof Failure);
        assert.ok(error.at !== undefined && error.at.start <= error.at.end && error.at.end <= error.at.text.length + 1);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a reference without a scheme or // stays at the origin', () => {
  const base = parseUrl('https://base:8443/a/b?c');
  fc.assert(
    fc.property(urlText, (reference) => {
      const trimmed = reference.trim();
      fc.pre(!trimmed.startsWith('//') && !/^[a-z][a-z0-9+.-]*:/i.test(trimmed));
      try {
        assert.equal(originOf(resolveReference(base, reference)), 'https://base:8443');
      } catch (error) {
        assert.ok(error instanceof Failure);
      }
    }),
    { numRuns: 2000 },
  );
});

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'nothing was refused' });
}
