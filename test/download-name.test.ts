import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { downloadName, numberedName, safeFileName, urlFileName } from '../src/store/download-name.ts';

const asLatin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const DISPOSITIONS: [field: string, name: string][] = [
  ['attachment; filename="report.pdf"', 'report.pdf'],
  ['attachment; filename=report.pdf', 'report.pdf'],
  ['attachment; filename=annual report.pdf ; size=3', 'annual report.pdf'],
  ['Attachment;FILENAME = "report.pdf"', 'report.pdf'],
  ['filename="report.pdf"', 'report.pdf'],
  ['attachment; filename="a;b=c.txt"; size=1', 'a;b=c.txt'],
  ['attachment; x="; filename=evil.txt"; filename="good.txt"', 'good.txt'],
  [String.raw`attachment; filename="a \"quoted\" \\ name.txt"`, String.raw`a "quoted" \ name.txt`],
  [String.raw`attachment; filename="C:\temp\x.txt"`, String.raw`C:\temp\x.txt`],
  ['attachment; filename="open.txt', 'open.txt'],
  ['attachment; filename="a.txt"; filename="b.txt"', 'a.txt'],
  ["attachment; filename*=UTF-8''na%C3%AFve%20file.txt", 'naïve file.txt'],
  ["attachment; filename*=utf-8'en'%e2%82%ac.txt; filename=EUR.txt", '€.txt'],
  ["attachment; filename=EUR.txt; filename*=UTF-8''%e2%82%ac.txt", '€.txt'],
  ["attachment; filename*=iso-8859-1''na%EFve.txt", 'naïve.txt'],
  ["attachment; filename*=UTF-8''%ff.txt; filename=fallback.txt", 'fallback.txt'],
  ["attachment; filename*=koi8-r''%c1.txt; filename=fallback.txt", 'fallback.txt'],
  ['attachment; filename*=plain.txt; filename=fallback.txt', 'fallback.txt'],
  ['attachment; filename*="UTF-8\'\'quoted.txt"', 'quoted.txt'],
  [asLatin1('attachment; filename="naïve.txt"'), 'naïve.txt'],
  ['attachment; filename="na\u00efve.txt"', 'naïve.txt'],
  ['attachment; filename="a%20b.txt"', 'a%20b.txt'],
  ['attachment; filename="no-extension"', 'no-extension'],
  // Nothing of use: the URL names the file.
  ['attachment', 'books.json'],
  ['attachment; filename=""', 'books.json'],
  ['inline; name="x"', 'books.json'],
  ['', 'books.json'],
];
for (const [field, name] of DISPOSITIONS) {
  test(`Content-Disposition: ${field} names ${name}`, () =>
    assert.equal(
      downloadName([['content-disposition', field]], 'https://h/books', 'application/json; charset=utf-8'),
      name,
    ));
}

const URLS: [url: string, contentType: string | undefined, name: string][] = [
  ['https://h/a/report.pdf?x=/y#/z', 'application/pdf', 'report.pdf'],
  ['https://h/a/report.pdf', 'text/html', 'report.pdf'],
  ['https://h/a/na%C3%AFve%20file.txt', undefined, 'naïve file.txt'],
  ['https://h/a/100%', undefined, '100%'],
  ['https://h/books', 'application/json', 'books.json'],
  ['https://h/books/', 'TEXT/HTML;charset=utf-8', 'books.html'],
  ['https://h/problem', 'application/problem+json', 'problem.json'],
  ['https://h/logo', 'image/svg+xml', 'logo.svg'],
  ['https://h/feed', 'application/atom+xml', 'feed.xml'],
  ['https://h/data', 'application/octet-stream', 'data'],
  ['https://h/data', undefined, 'data'],
  ['https://h/', 'application/json', 'download.json'],
  ['https://h', 'image/png', 'download.png'],
  ['https://h?q=/x', undefined, 'download'],
];
for (const [url, contentType, name] of URLS) {
  test(`${url} of type ${contentType} is named ${name}`, () => assert.equal(downloadName([], url, contentType), name));
}

const UNSAFE: [name: string, safe: string][] = [
  ['report.pdf', 'report.pdf'],
  ['annual report (final).pdf', 'annual report (final).pdf'],
  ['naïve 日本.txt', 'naïve 日本.txt'],
  ['../../.evil/x.sh', 'x.sh'],
  ['..\\..\\x.sh', 'x.sh'],
  ['C:\\temp/x\\y.txt', 'y.txt'],
  ['/etc/passwd', 'passwd'],
  ['.bashrc', 'bashrc'],
  ['. ..hidden', 'hidden'],
  ['..', 'download'],
  ['', 'download'],
  ['a/', 'download'],
  ['...', 'download'],
  ['???', 'download'],
  ['x\u0000y\u001b[31m\u007f\u0085.txt', 'xy[31m.txt'],
  ['invoice\u202egnp.exe', 'invoicegnp.exe'],
  ['\u2066a\u2069\u200f\ufeff\u2028.txt', 'a.txt'],
  ['lone\ud800.txt', 'lone.txt'],
  ['a\u00a0b.txt', 'a b.txt'],
  ['a<b>c:d"e|f?g*.txt', 'abcdefg.txt'],
  ['x.txt:stream', 'x.txtstream'],
  ['trailing. . ', 'trailing'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['aux .c', '_aux .c'],
  ['COM1.tar.gz', '_COM1.tar.gz'],
  ['lpt³', '_lpt³'],
  ['console.txt', 'console.txt'],
  ['?CON?', '_CON'],
  ['con.', '_con'],
  [`${'a'.repeat(300)}.pdf`, `${'a'.repeat(225)}.pdf`],
  [`${'€'.repeat(100)}.tar.gz`, `${'€'.repeat(74)}.tar.gz`],
  [`${'🦋'.repeat(100)}`, '🦋'.repeat(57)],
  [`a${' '.repeat(300)}b`, 'a'],
  [`con${' '.repeat(300)}b`, '_con'],
  [`con.${'a'.repeat(300)}`, `_con.${'a'.repeat(225)}`],
];
for (const [name, safe] of UNSAFE) {
  test(`the name ${JSON.stringify(name).slice(0, 60)} is made safe`, () => assert.equal(safeFileName(name), safe));
}

test('any name becomes a visible plain file of at most 230 bytes, and stays what it became', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const safe = safeFileName(name);
      assert.match(safe, /^[^./\\\0-\x1f][^/\\\0-\x1f]*$/);
      assert.ok(Buffer.byteLength(safe) <= 230);
      assert.equal(safeFileName(safe), safe);
    }),
  );
});

const NUMBERED: [name: string, count: number, numbered: string][] = [
  ['report.pdf', 0, 'report.pdf'],
  ['report.pdf', 1, 'report-1.pdf'],
  ['report.pdf', 12, 'report-12.pdf'],
  ['data.tar.gz', 1, 'data-1.tar.gz'],
  ['data.tar', 1, 'data-1.tar'],
  ['.tar.gz', 1, '.tar-1.gz'],
  ['.profile', 1, '.profile-1'],
  ['LICENSE', 1, 'LICENSE-1'],
  ['a.b c', 1, 'a.b c-1'],
  ['v1.2.3.zip', 2, 'v1.2.3-2.zip'],
];
for (const [name, count, numbered] of NUMBERED) {
  test(`after ${count} that are taken, ${name} becomes ${numbered}`, () =>
    assert.equal(numberedName(name, count), numbered));
}

const REMOTE_NAMES: [url: string, name: string][] = [
  ['http://h/a/b.txt', 'b.txt'],
  ['http://h/a/b%20c', 'b%20c'],
  ['http://h/a/b\\c.txt', 'c.txt'],
  ['http://h/a/b?x=/y', 'b'],
  ['http://h/a/b#/z', 'b'],
  ['http://h/a/%2e%2e', '%2e%2e'],
  ['http://h/a/.b', '.b'],
  ['http://h/a/...', '...'],
  ['http://h/a/', 'a'],
  ['http://h/a//', 'a'],
  ['http://h/a/b\\/', 'b'],
  ['http://h/', 'curl_response'],
  ['http://h', 'curl_response'],
  ['http://h/a\\', 'a'],
  ['http://h/a/..', 'curl_response'],
  ['http://h/a/.', 'curl_response'],
];
for (const [url, name] of REMOTE_NAMES) {
  test(`-O writes ${url} to ${name}`, () => assert.equal(urlFileName(url), name));
}
