import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { crc32, gunzipSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { createDesk } from '../src/demo/desk.ts';
import { serveDesk } from '../src/demo/serve.ts';

const NOW_MS = Date.UTC(2001, 1, 3, 4, 5, 6);

interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}
interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}
/** A header of `undefined` is not in the answer. */
type Fields = Readonly<Record<string, string | RegExp | undefined>>;

const typed =
  (type: string) =>
  (body: string | Uint8Array, headers: Ask['headers'] = {}) => ({
    headers: { 'content-type': type, ...headers },
    body,
  });
const json = typed('application/json');
const form = typed('application/x-www-form-urlencoded');
const multipart = typed('multipart/form-data; boundary=cut');
const mergePatch = typed('application/merge-patch+json');
const withFields = (headers: Readonly<Record<string, string>>): Ask => ({ headers });

const KEY = { 'x-api-key': 'open-sesame' };
const BASIC = { authorization: `Basic ${Buffer.from('reader:shelf').toString('base64')}` };
const PROBLEM = { 'content-type': 'application/problem+json' };
const ALLOWED = { allow: 'GET, POST, HEAD, OPTIONS' };
const PARTS = [
  '--cut\r\nContent-Disposition: form-data; name="title"\r\n\r\nDune\r\n',
  '--cut\r\nContent-Disposition: form-data; name="year"\r\n\r\n1965\r\n',
  '--cut\r\nContent-Disposition: form-data; name="cover"; filename="d.png"\r\nContent-Type: image/png\r\n\r\n1234\r\n',
  '--cut--\r\n',
].join('');

/** Each row meets a fresh desk: what is asked, the status, what the body has in it, and fields of the head. */
type Row = readonly [call: string, ask: Ask, status: number, has?: string | RegExp, fields?: Fields];

const LISTS: readonly Row[] = [
  ['GET /', {}, 200, '{"path":"/books","methods":["GET","POST"],"about":'],
  ['GET /books', {}, 200, /^\[\{"id":1,.*"id":10,.*\}\]$/s, { 'x-total-count': '10', link: undefined }],
  ['GET /books', {}, 200, '"price":7.90,"accession":9007199254740993'],
  ['GET /books?year=1965', {}, 200, /^\[[^}]*"Dune"[^}]*\}\]$/],
  ['GET /books?author=woolf', {}, 200, /^\[[^}]*"Mrs Dalloway"[^}]*\}\]$/],
  ['GET /books?author=Garc%C3%ADa', {}, 200, 'Solitude', { 'x-total-count': '1' }],
  ['GET /books?q=MELVILLE', {}, 200, 'Moby-Dick', { 'x-total-count': '1' }],
  ['GET /books?q=the&year=1895', {}, 200, 'The Time Machine', { 'x-total-count': '1' }],
  ['GET /books?q=nothing', {}, 200, /^\[\]$/, { 'x-total-count': '0' }],
  ['GET /books?limit=3', {}, 200, /"id":3,[^{]*$/, { link: '</books?limit=3&offset=3>; rel="next"' }],
  ['GET /books?limit=3&offset=9', {}, 200, /^\[\{"id":10,[^{]*$/, { link: undefined }],
  ['GET /books?q=e&limit=1', {}, 200, '', { link: '</books?q=e&limit=1&offset=1>; rel="next"' }],
  ['GET /books?limit=0', {}, 200, /^\[\]$/, { 'x-total-count': '10', link: undefined }],
  ['GET /books?limit=many', {}, 400, '"errors":{"limit":', PROBLEM],
  ['GET /books?limit=-1', {}, 400],
  ['GET /books?limit=101', {}, 400],
  ['HEAD /books', {}, 200, /^$/, { 'content-length': /^\d{4}$/, 'content-type': 'application/json' }],
  ['OPTIONS /books', {}, 204, /^$/, ALLOWED],
  ['PUT /books', {}, 405, 'PUT is not one of', { ...PROBLEM, ...ALLOWED }],
  ['PROPFIND /books', {}, 405, '', ALLOWED],
  ['GET /catalog.xml', {}, 200, '<title>Mrs Dalloway</title>', { 'content-type': 'application/xml' }],
];

const NEW_BOOKS: readonly Row[] = [
  ['POST /books', json('{"title":"A"}'), 201, '', { location: '/books/11', etag: '"11-1"' }],
  ['POST /books', json('{"title":"A","x":[1.0, 1e400]}'), 201, /^\{"id":11,"title":"A","x":\[1\.0, 1e400\]\}$/],
  ['POST /books', json('{"id":1,"title":"A"}'), 201, /^\{"id":11,"title":"A"\}$/],
  ['POST /books', json('{"title":"A","title":"B"}'), 201, '{"id":11,"title":"B"}'],
  ['POST /books', json('{"title":"A","__proto__":1,"constructor":2}'), 201, '"__proto__":1,"constructor":2'],
  ['POST /books', typed('Application/JSON; charset=utf-8')('{"title":"é"}'), 201, '"é"'],
  ['POST /books', form('title=A+b&year=1965&price=7.10&x=1'), 201, '"title":"A b","year":1965,"price":7.10,"x":"1"'],
  ['POST /books', form('title=%22A%22'), 201, String.raw`"title":"\"A\""`],
  ['POST /books', multipart(PARTS), 201, '"year":1965,"cover":{"name":"d.png","type":"image/png","bytes":4}'],
  ['POST /books', multipart(PARTS.slice(0, 60)), 400, '"errors":{"body":"must be a form"}', PROBLEM],
  ['POST /books', typed('multipart/form-data')(PARTS), 400],
  ['POST /books', json('{"title":'), 400, '"title":"Bad Request"', PROBLEM],
  ['POST /books', json(''), 400],
  ['POST /books', json(Buffer.from('{"title":"\xe9"}', 'latin1')), 400, 'UTF-8'],
  ['POST /books', json('['.repeat(1024 * 1024)), 400, '"errors":{"body":'],
  ['POST /books', json(`{"title":"${'\\n'.repeat(500_000)}A"}`), 201, /A"\}$/],
  ['POST /books', json(' '.repeat(3 * 1024 * 1024)), 413, '"status":413', PROBLEM],
  ['POST /books', typed('text/plain')('x'), 415, '', { ...PROBLEM, accept: /^application\/json, / }],
  ['POST /books', { body: 'x' }, 415],
  ['POST /books', json('{}'), 422, '"errors":{"title":"is missing"}', PROBLEM],
  ['POST /books', json('[{"title":"A"}]'), 422, '"body":"must be an object"'],
  ['POST /books', json('{"title":" ","year":19.5,"available":1,"price":"1"}'), 422, /title.*year.*available.*price/],
  ['POST /books', form('title=A&year=last'), 422, '"errors":{"year":"must be a whole number"}'],
];

const ONE_BOOK: readonly Row[] = [
  ['GET /books/1', {}, 200, /^\{"id":1,"title":"Pride/, { etag: '"1-1"', date: 'Sat, 03 Feb 2001 04:05:06 GMT' }],
  ['HEAD /books/1', {}, 200, /^$/, { etag: '"1-1"' }],
  ['GET /books/11', {}, 404, '"detail":"there is no book 11"', PROBLEM],
  ['GET /books/1x', {}, 404],
  ['GET /books/12345678901234567890', {}, 404],
  ['GET /books/1/', {}, 404],
  ['GET /books/1', withFields({ 'if-none-match': '"0-0", W/"1-1"' }), 304, /^$/, { etag: '"1-1"' }],
  ['HEAD /books/1', withFields({ 'if-none-match': '*' }), 304],
  ['GET /books/1', withFields({ 'if-none-match': '"1-2"' }), 200],
  ['GET /books/1', withFields({ 'if-match': 'W/"1-1"' }), 412],
  ['PUT /books/1', json('{"title":"Emma"}'), 200, /^\{"id":1,"title":"Emma"\}$/, { etag: '"1-2"' }],
  ['PUT /books/1', json('{"title":"Emma"}', { 'if-match': '"1-1"' }), 200],
  ['PUT /books/1', json('{"title":"Emma"}', { 'if-match': '"1-9"' }), 412, '', { ...PROBLEM, etag: '"1-1"' }],
  ['PUT /books/1', json('{"title":"Emma"}', { 'if-none-match': '*' }), 412],
  ['PUT /books/1', json('{"year":1815}'), 422],
  ['PUT /books/11', json('{"title":"Emma"}'), 404],
  ['PATCH /books/1', json('{"year":1814}'), 200, '"Jane Austen","year":1814,"isbn"', { etag: '"1-2"' }],
  ['PATCH /books/1', mergePatch('{"isbn":null}'), 200, '"year":1813,"available"'],
  ['PATCH /books/1', json('{"title":null}'), 422, '"title":"is missing"'],
  ['DELETE /books/1', {}, 204, /^$/, { 'content-length': undefined, 'content-type': undefined }],
  ['DELETE /books/1', withFields({ 'if-match': '"1-9"' }), 412],
  ['DELETE /books/11', {}, 404],
  ['GET /covers/11.png', {}, 404],
  ['GET /covers/1.gif', {}, 404],
];

const LOANS: readonly Row[] = [
  ['GET /loans', {}, 401, 'open-sesame', { ...PROBLEM, 'www-authenticate': /^Bearer realm=.*, Basic realm=/ }],
  ['HEAD /loans', {}, 401, /^$/],
  ['GET /loans', withFields({ 'x-api-key': 'sesame' }), 401],
  ['GET /loans', withFields({ authorization: 'Basic cmVhZGVyOg==' }), 401],
  ['GET /loans', withFields({ authorization: 'Bearer' }), 401],
  ['GET /loans', withFields({ authorization: 'bearer open-sesame' }), 200],
  ['GET /loans', withFields(BASIC), 200],
  ['GET /loans', withFields(KEY), 200, '"book":9,"lent":"2001-02-03T04:05:06.000Z","due":"2001-02-24T04:05:06.000Z"'],
  ['GET /loans/1', withFields(KEY), 200, '"book":9'],
  ['GET /loans/1', {}, 401],
  ['GET /loans/2', withFields(KEY), 404],
  ['POST /loans', json('{"book":1}'), 401],
  ['POST /loans', json('{"book":1}', KEY), 201, '{"id":2,"book":1,', { location: '/loans/2' }],
  ['POST /loans', form('book=1', BASIC), 201],
  ['POST /loans', json('{"book":9}', KEY), 409, 'lent already', PROBLEM],
  ['POST /loans', json('{"book":99}', KEY), 422, '"errors":{"book":"is not on the shelves"}'],
  ['POST /loans', json('{}', KEY), 422],
];

const OTHERS: readonly Row[] = [
  ['GET /status/200', {}, 200, '"title":"OK"'],
  ['GET /status/418', {}, 418, '', PROBLEM],
  ['DELETE /status/503', {}, 503],
  ['POST /status/204', {}, 204, /^$/],
  ['GET /status/304', {}, 304],
  ['GET /status/199', {}, 404],
  ['GET /status/600', {}, 404],
  ['GET /redirect/3', {}, 302, /^$/, { location: '/redirect/2', 'content-length': '0' }],
  ['POST /redirect/1?limit=2', {}, 302, '', { location: '/books?limit=2' }],
  ['GET /slow?ms=0', {}, 200, '{"waitedMs":0}'],
  ['GET /slow?ms=soon', {}, 400],
  ['GET /events?ms=0', {}, 200, /^id: 1\nevent: returned\ndata: \{.*\}\n\nid: 2\n.*\}\n\n$/s],
  ['HEAD /events', {}, 200, /^$/, { 'content-type': 'text/event-stream' }],
  ['GET /big?items=0', {}, 200, /^\[\n\]\n$/],
  ['HEAD /big', {}, 200, /^$/],
  ['GET /nowhere', {}, 404, 'GET / lists', PROBLEM],
  ['GET //books', {}, 404],
  ['GET /books/{id}', {}, 404],
  ['GET http://anywhere.example/books/1', {}, 200],
  ['GET /books/%zz', {}, 400, 'percent-encoding', PROBLEM],
  ['GET /books?q=%ff', {}, 400],
  ['OPTIONS *', {}, 400],
];

for (const [call, ask, status, has = '', fields = {}] of [LISTS, NEW_BOOKS, ONE_BOOK, LOANS, OTHERS].flat()) {
  const sent = [...Object.entries(ask.headers ?? {}).map((field) => field.join(': ')), ask.body ?? ''].join(' ');
  test(`${call} ${sent.replaceAll('\r\n', ' ').slice(0, 90)} → ${status}`, async () => {
    const answer = await withDesk((port) => askDesk(port, call, ask));
    const body = answer.body.toString();
    assert.equal(answer.status, status, body.slice(0, 500));
    assert.ok(typeof has === 'string' ? body.includes(has) : has.test(body), body.slice(0, 500));
    for (const [field, value] of Object.entries(fields)) {
      if (value instanceof RegExp) assert.match(String(answer.headers[field]), value);
      else assert.equal(answer.headers[field], value, field);
    }
  });
}

test('a created book is read back, changed and deleted, each change with a tag of its own', async () => {
  const calls: [call: string, ask: Ask][] = [
    ['POST /books', json('{"title":"A","price":1.50}')],
    ['PATCH /books/11', json('{"year":1970}', { 'if-match': '"11-1"' })],
    ['PATCH /books/11', json('{"year":1971}', { 'if-match': '"11-1"' })],
    ['GET /books/11', {}],
    ['DELETE /books/11', {}],
    ['GET /books/11', {}],
    ['POST /books', json('{"title":"B"}')],
  ];
  const answers = await withDesk(async (port) => {
    const heard: Answer[] = [];
    for (const [call, ask] of calls) heard.push(await askDesk(port, call, ask));
    return heard;
  });
  assert.deepEqual(
    answers.map(({ status, headers }) => [status, headers.etag]),
    [
      [201, '"11-1"'],
      [200, '"11-2"'],
      [412, '"11-2"'],
      [200, '"11-2"'],
      [204, undefined],
      [404, undefined],
      [201, '"12-1"'],
    ],
  );
  assert.equal(answers[3]?.body.toString(), '{"id":11,"title":"A","price":1.50,"year":1970}');
});

test('a loan makes its book unavailable, under a new tag', async () => {
  const book = await withDesk(async (port) => {
    await askDesk(port, 'POST /loans', json('{"book":1}', KEY));
    return askDesk(port, 'GET /books/1');
  });
  assert.match(book.body.toString(), /"available":false/);
  assert.equal(book.headers.etag, '"1-2"');
});

const CODINGS: readonly [accepted: string, call: string, coding: string | undefined][] = [
  ['gzip', 'GET /books', 'gzip'],
  ['br, GZIP;q=0.5', 'GET /catalog.xml', 'gzip'],
  ['gzip', 'GET /big?items=1000', 'gzip'],
  ['gzip;q=0', 'GET /books', undefined],
  ['gzip; q=0.0, br', 'GET /books', undefined],
  ['br', 'GET /books', undefined],
  ['gzip', 'GET /books?limit=1', undefined],
  ['gzip', 'GET /books/1', undefined],
  ['gzip', 'GET /events?ms=0', undefined],
  ['gzip', 'GET /covers/1.png', undefined],
];
for (const [accepted, call, coding] of CODINGS) {
  test(`${call} with Accept-Encoding: ${accepted} comes ${coding ?? 'as it is'}`, async () => {
    const [plain, coded] = await withDesk(async (port) => [
      await askDesk(port, call),
      await askDesk(port, call, withFields({ 'accept-encoding': accepted })),
    ]);
    assert.equal(coded.headers['content-encoding'], coding);
    assert.deepEqual(coding ? gunzipSync(coded.body) : coded.body, plain.body);
  });
}

test('every accession number is one that a double cannot hold, every ISBN has its check digit', async () => {
  const { body } = await withDesk((port) => askDesk(port, 'GET /books'));
  const accessions = [...body.toString().matchAll(/"accession":(\d+)/g)].map(([, digits]) => String(digits));
  assert.equal(accessions.filter((digits) => String(Number(digits)) !== digits).length, 10);
  for (const [, isbn = ''] of body.toString().matchAll(/"isbn":"(\d{13})"/g)) {
    const sum = [...isbn].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
    assert.equal(sum % 10, 0, isbn);
  }
});

test('a cover is a PNG whose chunks have their checksums and whose rows have their length', async () => {
  const { body, headers } = await withDesk((port) => askDesk(port, 'GET /covers/1.png'));
  assert.equal(headers['content-type'], 'image/png');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < body.length; at += 12 + body.readUInt32BE(at)) {
    const named = body.subarray(at + 4, at + 8 + body.readUInt32BE(at));
    assert.equal(body.readUInt32BE(at + 4 + named.length), crc32(named));
    chunks.set(named.toString('latin1', 0, 4), named.subarray(4));
  }
  assert.deepEqual([...chunks.keys()], ['IHDR', 'IDAT', 'IEND']);
  assert.equal(inflateSync(chunks.get('IDAT') ?? '').length, (32 + 1) * 48);
});

test('a JSON body comes back with every value as it was written', async () => {
  await withDesk((port) =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.integer({ min: 0, max: 2 }),
        async (more, indent) => {
          const wanted: Record<string, unknown> = { ...more, ...KNOWN };
          const { status, body } = await askDesk(port, 'POST /books', json(JSON.stringify(wanted, null, indent)));
          assert.equal(status, 201, body.toString());
          const { id, ...rest } = JSON.parse(body.toString());
          assert.equal(typeof id, 'number');
          delete wanted.id;
          assert.deepEqual(rest, JSON.parse(JSON.stringify(wanted)));
        },
      ),
      { numRuns: 100 },
    ),
  );
});

test('no body and no type of body goes unanswered', async () => {
  const types = [
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'text/plain',
  ];
  await withDesk((port) =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...types), fc.uint8Array(), async (type, body) => {
        const { status } = await askDesk(port, 'POST /books', typed(type)(body));
        assert.ok([201, 400, 415, 422].includes(status), String(status));
      }),
      { numRuns: 100 },
    ),
  );
});

test('a long list is made no faster than it is read, and not to its end for a reader that leaves', async () => {
  const { port, replies, close } = await watchDesk();
  const call = request({ host: '127.0.0.1', port, path: '/big?items=1000000', agent: false });
  const reply = await new Promise<NodeJS.ReadableStream>((resolve) => call.on('response', resolve).end());
  await new Promise((resolve) => reply.once('data', resolve));
  reply.pause();
  // Every write that back-pressure did not hold back has been made before a first byte could arrive.
  const [response] = replies;
  assert.ok(response && response.writableLength < 1024 * 1024);
  const closed = new Promise((resolve) => response.once('close', resolve));
  call.destroy();
  await closed;
  assert.equal(response.writableFinished, false);
  await close();
});

test('a client that leaves in the middle of its body leaves the desk at work', async () => {
  const { port, replies, close } = await watchDesk();
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'POST /books HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"title"',
  );
  while (replies.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const closed = new Promise((resolve) => replies[0]?.once('close', resolve));
  socket.resetAndDestroy();
  await closed;
  assert.equal((await askDesk(port, 'GET /books/1')).status, 200);
  await close();
});

test('a port that is taken is an error', async () => {
  await withDesk((port) => assert.rejects(serveDesk({ port, now: () => NOW_MS }), { code: 'EADDRINUSE' }));
});

test('the URL of a desk has the port it was given', async () => {
  const desk = await serveDesk({ port: 0, now: () => NOW_MS });
  assert.equal(desk.url, `http://localhost:${desk.port}`);
  await desk.close();
});

const KNOWN = { title: 'A', author: 'B', year: 1, isbn: 'C', available: true, price: 1.5, accession: 2, book: 3 };

async function withDesk<T>(use: (port: number) => Promise<T>): Promise<T> {
  const desk = await serveDesk({ port: 0, now: () => NOW_MS });
  try {
    return await use(desk.port);
  } finally {
    await desk.close();
  }
}

/** A desk whose side of each exchange can be looked at. */
async function watchDesk() {
  const replies: ServerResponse[] = [];
  const server = createServer(createDesk({ now: () => NOW_MS }));
  server.prependListener('request', (_, response) => replies.push(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { port, replies, close };
}

function askDesk(port: number, call: string, { headers = {}, body }: Ask = {}): Promise<Answer> {
  const [method = '', path = ''] = call.split(' ');
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('error', reject);
      reply.on('end', () => {
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(chunks) });
      });
    });
    asked.on('error', reject).end(body);
  });
}
