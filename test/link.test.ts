import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextLinkTarget, parseLinks } from '../src/pages/link.ts';

const NEXT: [value: string, target: string | undefined][] = [
  [
    '<https://api.example/books?page=2>; rel="next", <https://api.example/books?page=9>; rel="last"',
    'https://api.example/books?page=2',
  ],
  ['<https://api.example/books?page=1>; rel="prev", </books?page=3>; rel="next"', '/books?page=3'],
  ['<?page=2>; rel=next', '?page=2'],
  ['<?page=2>;rel=next', '?page=2'],
  ['<?page=2> ; rel = next', '?page=2'],
  ['<?page=2>; REL="NEXT"', '?page=2'],
  ['<?page=2>; rel="item next last"', '?page=2'],
  ['<?page=2>; rel="nextish"', undefined],
  ['<?page=2>; rel="http://rel.example/next"', undefined],
  ['<?page=2>; rev=next', undefined],
  ['<?page=2>; rel=prev; rel=next', undefined],
  ['<?page=2>; rel=next; anchor="#chapter"', undefined],
  ['<?page=2>; anchor="/other"; rel=next, <?page=3>; rel=next', '?page=3'],
  ['<?a=1,2;3>; rel=next', '?a=1,2;3'],
  ['<?a=1>; title="a, <b>; rel=next", <?b=1>; rel=next', '?b=1'],
  ['<?a=1>; title="a \\" ; rel=last"; rel=next', '?a=1'],
  ["<?a=1>; title*=UTF-8''n%c3%a4chste; rel=next", '?a=1'],
  ['<?a=1>; rel=next; title="never closed', '?a=1'],
  ['<?a=1>; crossorigin; rel=next', '?a=1'],
  ['<?a=1>;; rel=next', '?a=1'],
  [', ,<?a=1>; rel=next,', '?a=1'],
  ['nonsense; rel=next, <?a=1>; rel=next', '?a=1'],
  ['<?a=1; rel=next', undefined],
  ['< ?a=1 >; rel=next', '?a=1'],
  ['<>; rel=next', ''],
  ['', undefined],
];
for (const [value, target] of NEXT) {
  test(`Link: ${value} leads to ${target}`, () => assert.equal(nextLinkTarget([['Link', value]]), target));
}

test('several fields are one list, whatever the case of their name', () => {
  const headers = [
    ['link', '<?page=1>; rel=first'],
    ['X-Link', '<?page=7>; rel=next'],
    ['LINK', '<?page=2>; rel=next'],
  ] as const;
  assert.equal(nextLinkTarget(headers), '?page=2');
});

test('property: any text is read, in a time that grows with its length alone', () => {
  const piece = fc.constantFrom('<', '>', '"', '\\', ';', ',', '=', ' ', 'rel', 'next', 'anchor', 'a', 'é');
  fc.assert(fc.property(fc.array(piece), (pieces) => void parseLinks(pieces.join(''))));
  parseLinks('<,'.repeat(100_000));
  parseLinks('"'.repeat(200_000));
  parseLinks(`<a>${';"'.repeat(100_000)}`);
});

test('property: links that are written by the grammar come back', () => {
  const target = fc.webUrl({ withQueryParameters: true });
  const relation = fc.constantFrom('next', 'prev', 'first', 'last');
  const link = fc.record({ target, relations: fc.array(relation, { minLength: 1 }), title: fc.string() });
  const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
  fc.assert(
    fc.property(fc.array(link), (links) => {
      const value = links
        .map((one) => `<${one.target}>; title=${quoted(one.title)}; rel=${quoted(one.relations.join(' '))}`)
        .join(', ');
      assert.deepEqual(
        parseLinks(value),
        links.map((one) => ({ target: one.target, relations: one.relations, hasAnchor: false })),
      );
    }),
  );
});
