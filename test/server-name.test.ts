import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeaderList } from '../src/request/headers.ts';
import { type Naming, nextNaming } from '../src/store/server-name.ts';

const URLS: Naming = { name: 'url', isServers: false, isSettled: false };

function namedBy(status: number, ...headers: HeaderList): Naming {
  return nextNaming(URLS, { version: '1.1', status, reason: '', headers, bytes: new Uint8Array() });
}

const DISPOSITIONS: [field: string, name: string][] = [
  ['attachment; filename=a.txt', 'a.txt'],
  ['attachment; filename="a b.txt"; size=3', 'a b.txt'],
  ["inline;filename='a b.txt'", 'a b.txt'],
  ['filename=a.txt', 'a.txt'],
  ['attachment; filename=  a.txt;x', 'a.txt'],
  ['attachment; filename="open', 'open'],
  ['attachment; filename="a;b.txt"', 'a;b.txt'],
  ['attachment; filename="one.txt"; filename="two.txt"', 'one.txt'],
  ["attachment; filename*=UTF-8''star.txt; filename=plain.txt", 'plain.txt'],
  ['attachment; filename="a%20b.txt"', 'a%20b.txt'],
  ['attachment; filename="../../up.txt"', 'up.txt'],
  ['attachment; filename="C:\\dir\\win.txt"', 'win.txt'],
  ['attachment; filename=".bashrc"', 'bashrc'],
  ['attachment; filename=".."', 'download'],
  [`attachment; filename="${Buffer.from('é.txt').toString('latin1')}"`, 'é.txt'],
  // Nothing that is a name.
  ['attachment', 'url'],
  ["attachment; filename*=UTF-8''star.txt", 'url'],
  ['attachment; Filename=a.txt', 'url'],
  ['attachment; filename=""', 'url'],
  ['attachment; filename="a/"', 'url'],
  ['', 'url'],
];
for (const [field, name] of DISPOSITIONS) {
  test(`-J names ${name} by ${JSON.stringify(field)}`, () => {
    const isServers = name !== 'url';
    assert.deepEqual(namedBy(200, ['Content-disposition', field]), { name, isServers, isSettled: isServers });
  });
}

const LOCATIONS: [value: string, name: string][] = [
  ['/a/b.txt', 'b.txt'],
  ['http://h/a/b.txt?x=/y#z', 'b.txt'],
  ['b%20c', 'b%20c'],
  ['/a\\b', 'b'],
  ['/a/', 'url'],
  ['?x', 'url'],
];
for (const [value, name] of LOCATIONS) {
  test(`until the server names a file, a redirect to ${value} calls it ${name}`, () => {
    assert.deepEqual(namedBy(302, ['Location', value]), { name, isServers: name !== 'url', isSettled: false });
  });
}

test('a Content-Disposition settles the name, of a redirect as well', () => {
  const settled = namedBy(302, ['Location', '/l'], ['Content-Disposition', 'x; filename=d'], ['Location', '/m']);
  assert.deepEqual(settled, { name: 'd', isServers: true, isSettled: true });
});

test('only a 2xx or 3xx names a file, and Location only in a 3xx', () => {
  assert.deepEqual(namedBy(404, ['Content-Disposition', 'x; filename=d'], ['Location', '/l']), URLS);
  assert.deepEqual(namedBy(103, ['Content-Disposition', 'x; filename=d']), URLS);
  assert.deepEqual(namedBy(201, ['Location', '/l']), URLS);
});
