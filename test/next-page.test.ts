import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { parseJsonPath } from '../src/json/path-syntax.ts';
import { writeJsonText } from '../src/json/write.ts';
import { findItemsPlace, itemsAt, readPage } from '../src/pages/items.ts';
import { likelyNextPath, type NextRule, nextPageUrl } from '../src/pages/next-page.ts';
import { hrefOf, parseUrl } from '../src/request/url.ts';

const FIRST = parseUrl('https://api.example/v1/books?page=1&q=a%20b');
const PAGE = parseUrl('https://api.example/v1/list?page=5');

function next(rule: NextRule, link: string, body: string): string | undefined {
  const url = nextPageUrl(rule, { url: PAGE, headers: [['Link', link]], value: readPage(body) }, FIRST);
  return url && hrefOf(url);
}

const LINKS: [link: string, url: string | undefined][] = [
  ['<https://api.example/v1/list?page=6>; rel=next', 'https://api.example/v1/list?page=6'],
  ['<https://API.example:443/x>; rel=next', 'https://api.example/x'],
  ['<//api.example/x>; rel=next', 'https://api.example/x'],
  ['<?page=6>; rel=next', 'https://api.example/v1/list?page=6'],
  ['<more>; rel=next', 'https://api.example/v1/more'],
  ['<../x#top>; rel=next', 'https://api.example/x'],
  ['<https://ada:pw@api.example/x>; rel=next', 'https://api.example/x'],
  // Behind a proxy that ends TLS.
  ['<http://api.example/x>; rel=next', 'https://api.example/x'],
  [`<?q=${Buffer.from('é').toString('latin1')}>; rel=next`, 'https://api.example/v1/list?q=%C3%A9'],
  ['<?page=6>; rel=prev', undefined],
  ['<http://api.example:8080/x>; rel=next', 'pages'],
  ['<https://api.example:444/x>; rel=next', 'pages'],
  ['<https://other.example/x>; rel=next', 'pages'],
  ['<https://api.example.evil.example/x>; rel=next', 'pages'],
  ['<ftp://api.example/x>; rel=next', 'pages'],
  ['<http://[/>; rel=next', 'pages'],
];
for (const [link, expected] of LINKS) {
  test(`Link: ${link} leads to ${expected}`, () =>
    assert.equal(
      kindOr(() => next({ kind: 'link' }, link, '[]')),
      expected,
    ));
}

const VALUES: [path: string, parameter: string | undefined, body: string, url: string | undefined][] = [
  ['$.next', undefined, '{"next":"/x"}', 'https://api.example/x'],
  ['$.next', undefined, '{"next":"\\/x\\u003f"}', 'https://api.example/x?'],
  ['$.next', undefined, '{"next":"https://api.example/x"}', 'https://api.example/x'],
  ['$.next', undefined, '{}', undefined],
  ['$.next', undefined, '[]', undefined],
  ['$.next', undefined, '{"next":null}', undefined],
  ['$.next', undefined, '{"next":""}', undefined],
  ['$.next', undefined, '{"next":false}', undefined],
  ['$.next', undefined, '{"next":true}', 'pages'],
  ['$.next', undefined, '{"next":6}', 'pages'],
  ['$.next', undefined, '{"next":{}}', 'pages'],
  ['$.next', undefined, '{"next":"abc"}', 'pages'],
  ['$.next', undefined, '{"next":"http://[/"}', 'pages'],
  ['$.next', undefined, '{"next":"//other.example/x"}', 'pages'],
  ['$..next', undefined, '{"next":"/a","b":{"next":"/b"}}', 'pages'],
  ['$.next', 'page', '{"next":"abc"}', 'https://api.example/v1/books?page=abc&q=a%20b'],
  ['$.next', 'page', '{"next":12345678901234567890}', 'https://api.example/v1/books?page=12345678901234567890&q=a%20b'],
  ['$.next', 'after', '{"next":"a&b=c é"}', 'https://api.example/v1/books?page=1&q=a%20b&after=a%26b%3Dc+%C3%A9'],
  ['$.next', 'a b', '{"next":"1"}', 'https://api.example/v1/books?page=1&q=a%20b&a+b=1'],
  [
    '$.next',
    'page',
    '{"next":"//other.example/x"}',
    'https://api.example/v1/books?page=%2F%2Fother.example%2Fx&q=a%20b',
  ],
  ['$[-1:].id', 'after', '[{"id":1},{"id":2}]', 'https://api.example/v1/books?page=1&q=a%20b&after=2'],
  ['$[-1:].id', 'after', '[]', undefined],
];
for (const [path, parameter, body, expected] of VALUES) {
  test(`${path} of ${body} leads to ${expected} as ${parameter}`, () => {
    const rule = { kind: 'value', path: parseJsonPath(path), parameter } as const;
    assert.equal(
      kindOr(() => next(rule, '', body)),
      expected,
    );
  });
}

function kindOr(find: () => string | undefined): string | undefined {
  try {
    return find();
  } catch (error) {
    assert.ok(error instanceof Failure);
    return error.kind;
  }
}

const PAGES: [body: string, items: string][] = [
  ['[1, 2]', '1|2'],
  ['[]', ''],
  ['1 2\n3', '1|2|3'],
  ['{"data":[1],"results":[2]}', '1'],
  ['{"data":{"id":1},"items":[2]}', '2'],
  ['{"errors":[],"links":[],"books":[1]}', '1'],
  ['{"_embedded":{"books":[1]},"_links":{}}', '1'],
  ['{"a":[1],"b":[2]}', 'pages'],
  ['{"errors":[]}', 'pages'],
  ['{}', 'pages'],
  ['"text"', 'pages'],
  ['', 'pages'],
  ['[1', 'pages'],
  ['[1] x', 'pages'],
];
for (const [body, expected] of PAGES) {
  test(`the items of ${JSON.stringify(body)} are ${expected}`, () => {
    const items = kindOr(() => {
      const page = readPage(body);
      return itemsAt(page, findItemsPlace(page)).map(writeJsonText).join('|');
    });
    assert.equal(items, expected);
  });
}

test('where the items are is decided on the first page: a later one may lack them, but not be another thing', () => {
  const place = findItemsPlace(readPage('{"books":[]}'));
  assert.deepEqual(itemsAt(readPage('{}'), place), []);
  assert.deepEqual(itemsAt(readPage('{"books":null,"data":[1]}'), place), []);
  assert.throws(() => itemsAt(readPage('{"books":{}}'), place), Failure);
  assert.throws(() => itemsAt(readPage('{"error":"no"}'), findItemsPlace(readPage('[]'))), Failure);
});

test('what looks like the URL of the next page is found, not any member called next', () => {
  assert.equal(likelyNextPath(readPage('{"links":{"next":"https://a.example/"}}')), '$.links.next');
  assert.equal(likelyNextPath(readPage('{"@odata.nextLink":"https:\\/\\/a.example"}')), "$['@odata.nextLink']");
  assert.equal(likelyNextPath(readPage('{"next":"tomorrow"}')), undefined);
  assert.equal(likelyNextPath(readPage('[]')), undefined);
});

test('property: the items of a list are all there, token for token', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (values) => {
      const page = readPage(JSON.stringify({ books: values }, null, 1));
      const items = itemsAt(page, findItemsPlace(page)).map((item) => JSON.parse(writeJsonText(item)));
      assert.deepEqual(items, JSON.parse(JSON.stringify(values)));
    }),
  );
});
