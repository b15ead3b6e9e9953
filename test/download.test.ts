import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure, type FailureKind } from '../src/failure.ts';
import type { ReplyHead } from '../src/request/exchange.ts';
import type { HeaderList } from '../src/request/headers.ts';
import {
  type Acceptance,
  acceptReply,
  findPartial,
  openPart,
  type PartFile,
  type PartialDownload,
  resumeHeaders,
} from '../src/store/download.ts';
import { type MemoryFiles, memoryFiles } from './support/memory-files.ts';

const TARGET = { path: 'd/report.pdf', url: 'https://example.com/report.pdf' };
const WHOLE = 'The quick brown fox';
const TAG: HeaderList = [['ETag', '"v1"']];

function head(status: number, headers: HeaderList = []): ReplyHead {
  return { version: '1.1', status, reason: '', headers, bytes: new Uint8Array() };
}

function partOf(byteLength: number, validator: string | undefined = '"v1"'): PartialDownload {
  return { path: 'd/report.pdf.part', byteLength, validator, isAbandoned: false };
}

/** As the caller does it: look for a part, ask for the rest, take the reply as it is meant. */
async function begin(files: MemoryFiles, reply: ReplyHead, target = TARGET, nowMs = 0): Promise<PartFile> {
  const partial = await findPartial(files, target, nowMs);
  const accepted = acceptReply(partial, reply);
  if (accepted.kind === 'refused') throw accepted.failure;
  return await openPart(files, target, partial, accepted, reply);
}

async function brokenOff(files: MemoryFiles, reply: ReplyHead, body: string, target = TARGET): Promise<string> {
  const part = await begin(files, reply, target);
  await part.write(Buffer.from(body));
  return await part.keep();
}

async function completed(files: MemoryFiles, reply: ReplyHead, body: string, target = TARGET): Promise<string> {
  const part = await begin(files, reply, target);
  if (body !== '') await part.write(Buffer.from(body));
  return await part.finish(target.path);
}

function failsWith(kind: FailureKind, message: RegExp): (thrown: unknown) => boolean {
  return (thrown) => {
    assert.ok(thrown instanceof Failure);
    assert.equal(thrown.kind, kind);
    assert.match(thrown.message, message);
    return true;
  };
}

test('a complete download has its name and leaves nothing else', async () => {
  const files = memoryFiles({ 'd/other': '' });
  assert.equal(await completed(files, head(200, TAG), WHOLE), 'd/report.pdf');
  assert.deepEqual(files.paths(), ['d/other', 'd/report.pdf']);
  assert.equal(files.text('d/report.pdf'), WHOLE);
});

test('an empty body is an empty file', async () => {
  const files = memoryFiles({ 'd/other': '' });
  assert.equal(await completed(files, head(204), ''), 'd/report.pdf');
  assert.equal(files.text('d/report.pdf'), '');
});

for (const linkFails of [undefined, 'EPERM', 'ENOTSUP', 'ENOSYS'] as const) {
  test(`a file that is there is never overwritten (link: ${linkFails ?? 'works'})`, async () => {
    const files = memoryFiles(
      { 'd/report.pdf': 'mine', 'd/report-1.pdf': 'mine too' },
      linkFails === undefined ? {} : { linkFails },
    );
    assert.equal(await completed(files, head(200, TAG), WHOLE), 'd/report-2.pdf');
    assert.deepEqual(files.paths(), ['d/report-1.pdf', 'd/report-2.pdf', 'd/report.pdf']);
    assert.equal(files.text('d/report.pdf'), 'mine');
    assert.equal(files.text('d/report-2.pdf'), WHOLE);
  });
}

test('the finished file may have another name than its part', async () => {
  const files = memoryFiles({ 'd/Annual.pdf': 'mine' });
  const part = await begin(files, head(200));
  await part.write(Buffer.from(WHOLE));
  assert.equal(await part.finish('d/Annual.pdf'), 'd/Annual-1.pdf');
  assert.deepEqual(files.paths(), ['d/Annual-1.pdf', 'd/Annual.pdf']);
});

test('a download that breaks off goes on where it was', async () => {
  const files = memoryFiles({ 'd/other': '' });
  const note = await brokenOff(files, head(200, TAG), 'The quick');
  assert.equal(note, 'd/report.pdf.part has the first 9 bytes: the same command goes on from there');
  assert.deepEqual(files.paths(), ['d/other', 'd/report.pdf.part', 'd/report.pdf.part.json']);
  assert.deepEqual(resumeHeaders(await findPartial(files, TARGET, 0)), [
    ['Range', 'bytes=9-'],
    ['If-Range', '"v1"'],
  ]);
  await completed(files, head(206, [['Content-Range', 'bytes 9-18/19']]), ' brown fox');
  assert.deepEqual(files.paths(), ['d/other', 'd/report.pdf']);
  assert.equal(files.text('d/report.pdf'), WHOLE);
});

test('a download may break off at any bytes and is the same in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 8 }), async (lengths) => {
      const files = memoryFiles({ 'd/other': '' });
      let from = 0;
      const rest = () => (from === 0 ? head(200, TAG) : head(206, [['Content-Range', `bytes ${from}-18/19`], ...TAG]));
      for (const length of lengths) {
        if (from + length >= WHOLE.length) break;
        await brokenOff(files, rest(), WHOLE.slice(from, from + length));
        from += length;
      }
      await completed(files, rest(), WHOLE.slice(from));
      assert.deepEqual(files.paths(), ['d/other', 'd/report.pdf']);
      assert.equal(files.text('d/report.pdf'), WHOLE);
    }),
  );
});

test('a part that is whole already only needs its name', async () => {
  const files = memoryFiles({ 'd/other': '' });
  await brokenOff(files, head(200, TAG), WHOLE);
  const reply = head(416, [['Content-Range', 'bytes */19']]);
  assert.equal(await completed(files, reply, ''), 'd/report.pdf');
  assert.equal(files.text('d/report.pdf'), WHOLE);
});

test('a server that answers 200 to a range makes the download start over', async () => {
  const files = memoryFiles({ 'd/other': '' });
  await brokenOff(files, head(200, TAG), 'An older text, longer than the new');
  await completed(files, head(200, [['ETag', '"v2"']]), WHOLE);
  assert.equal(files.text('d/report.pdf'), WHOLE);
});

test('what was started over is resumed by its new tag', async () => {
  const files = memoryFiles({ 'd/other': '' });
  await brokenOff(files, head(200, TAG), 'old');
  await brokenOff(files, head(200, [['ETag', '"v2"']]), 'The');
  assert.deepEqual(resumeHeaders(await findPartial(files, TARGET, 0)).at(-1), ['If-Range', '"v2"']);
});

const CHANGED = 'Tue, 13 Jun 2000 12:10:00 GMT';
const VALIDATORS: [what: string, headers: HeaderList, validator: string | undefined][] = [
  ['a strong tag', [['ETag', '"a!b"']], '"a!b"'],
  [
    'a strong tag before a date',
    [...TAG, ['Last-Modified', CHANGED], ['Date', 'Tue, 13 Jun 2000 12:11:00 GMT']],
    '"v1"',
  ],
  ['a weak tag', [['ETag', 'W/"v1"']], undefined],
  [
    'a weak tag beside a date',
    [
      ['ETag', 'W/"v1"'],
      ['Last-Modified', CHANGED],
      ['Date', 'Tue, 13 Jun 2001 12:11:00 GMT'],
    ],
    undefined,
  ],
  ['a tag without quotes', [['ETag', 'v1']], undefined],
  [
    'a date',
    [
      ['Last-Modified', CHANGED],
      ['Date', 'Tue, 13 Jun 2000 12:10:01 GMT'],
    ],
    CHANGED,
  ],
  [
    'a date of the same second',
    [
      ['Last-Modified', CHANGED],
      ['Date', CHANGED],
    ],
    undefined,
  ],
  ['a date without another to compare', [['Last-Modified', CHANGED]], undefined],
  [
    'a date in no known form',
    [
      ['Last-Modified', '2000-06-13'],
      ['Date', 'Tue, 13 Jun 2001 12:10:01 GMT'],
    ],
    undefined,
  ],
  ['a tag of an encoded body', [...TAG, ['Content-Encoding', 'gzip']], undefined],
  ['a tag of a body that says it is not encoded', [...TAG, ['Content-Encoding', 'identity']], '"v1"'],
  ['nothing', [], undefined],
];
for (const [what, headers, validator] of VALIDATORS) {
  test(`${what} ${validator === undefined ? 'does not let' : 'lets'} a download go on`, async () => {
    const files = memoryFiles({ 'd/other': '' });
    const note = await brokenOff(files, head(200, headers), 'The');
    assert.match(note, validator === undefined ? /starts over$/ : /goes on from there$/);
    const partial = await findPartial(files, TARGET, 0);
    assert.deepEqual([partial?.byteLength, partial?.validator], [3, validator]);
    assert.equal(resumeHeaders(partial).length, validator === undefined ? 0 : 2);
  });
}

test('a part that cannot be resumed is started over in its place', async () => {
  const files = memoryFiles({ 'd/other': '' });
  await brokenOff(files, head(200), 'old');
  await completed(files, head(200), WHOLE);
  assert.deepEqual(files.paths(), ['d/other', 'd/report.pdf']);
  assert.equal(files.text('d/report.pdf'), WHOLE);
});

const RANGE = (value: string): HeaderList => [['Content-Range', value]];
const partWithout: PartialDownload = { ...partOf(9), validator: undefined };
const REPLIES: [what: string, partial: PartialDownload | undefined, reply: ReplyHead, means: Acceptance['kind']][] = [
  ['200 without a part', undefined, head(200), 'fresh'],
  ['203 with a part', partOf(9), head(203), 'fresh'],
  ['206 that goes on', partOf(9), head(206, RANGE('bytes 9-18/19')), 'append'],
  ['206 of unknown size', partOf(9), head(206, RANGE('bytes 9-18/*')), 'append'],
  ['206 with less than all of the rest', partOf(9), head(206, RANGE('bytes 9-10/19')), 'append'],
  ['206 with the same tag', partOf(9), head(206, [...RANGE('bytes 9-18/19'), ...TAG]), 'append'],
  ['206 to a date', partOf(9, CHANGED), head(206, [...RANGE('bytes 9-18/19'), ...TAG]), 'append'],
  ['206 with another tag', partOf(9), head(206, [...RANGE('bytes 9-18/19'), ['ETag', '"v2"']]), 'refused'],
  [
    '206 with another date',
    partOf(9, CHANGED),
    head(206, [...RANGE('bytes 9-18/19'), ['Last-Modified', 'x']]),
    'refused',
  ],
  ['206 from another byte', partOf(9), head(206, RANGE('bytes 0-18/19')), 'refused'],
  ['206 past its own size', partOf(9), head(206, RANGE('bytes 9-19/19')), 'refused'],
  ['206 that ends before it starts', partOf(9), head(206, RANGE('bytes 9-8/19')), 'refused'],
  ['206 without a range', partOf(9), head(206), 'refused'],
  ['206 that is encoded', partOf(9), head(206, [...RANGE('bytes 9-18/19'), ['Content-Encoding', 'gzip']]), 'refused'],
  ['206 that nobody asked for', undefined, head(206, RANGE('bytes 0-18/19')), 'refused'],
  ['206 to a part without a validator', partWithout, head(206, RANGE('bytes 9-18/19')), 'refused'],
  ['416 at the end', partOf(19), head(416, RANGE('bytes */19')), 'complete'],
  ['416 before the end', partOf(9), head(416, RANGE('bytes */5')), 'refused'],
  ['416 at the end of something else', partOf(19), head(416, [...RANGE('bytes */19'), ['ETag', '"v2"']]), 'refused'],
  ['416 without a size', partOf(19), head(416), 'refused'],
  ['416 without a part', undefined, head(416, RANGE('bytes */19')), 'refused'],
  ['304', undefined, head(304), 'refused'],
  ['404', partOf(9), head(404), 'refused'],
  ['500', undefined, head(500), 'refused'],
];
for (const [what, partial, reply, means] of REPLIES) {
  test(`${what}: ${means}`, () => assert.equal(acceptReply(partial, reply).kind, means));
}

const REFUSALS: [status: number, kind: FailureKind][] = [
  [404, 'httpStatus'],
  [206, 'range'],
  [416, 'range'],
];
for (const [status, kind] of REFUSALS) {
  test(`a refused ${status} touches nothing and ends with ${kind}`, async () => {
    const files = memoryFiles({ 'd/other': '' });
    await brokenOff(files, head(200, TAG), 'The');
    const before = files.paths();
    await assert.rejects(begin(files, head(status)), failsWith(kind, /./));
    assert.deepEqual(files.paths(), before);
    assert.equal(files.text('d/report.pdf.part'), 'The');
  });
}

test('a part of another URL is left alone', async () => {
  const files = memoryFiles({ 'd/other': '' });
  await brokenOff(files, head(200, TAG), 'The');
  const other = { ...TARGET, url: 'https://example.com/report.pdf?year=1965' };
  assert.equal(await findPartial(files, other, 0), undefined);
  await completed(files, head(200), 'other', other);
  assert.equal(files.text('d/report.pdf'), 'other');
  assert.equal(files.text('d/report.pdf.part'), 'The');
  assert.equal((await findPartial(files, TARGET, 0))?.byteLength, 3);
});

test('two broken downloads of one name each find their own part', async () => {
  const files = memoryFiles({ 'd/other': '' });
  const other = { ...TARGET, url: 'https://example.com/report.pdf?year=1965' };
  await brokenOff(files, head(200, TAG), 'The');
  await brokenOff(files, head(200, TAG), 'other', other);
  assert.equal((await findPartial(files, TARGET, 0))?.path, 'd/report.pdf.part');
  assert.equal((await findPartial(files, other, 0))?.path, 'd/report-1.pdf.part');
});

test('a URL is the same with a new signature and without its fragment, and is not written down', async () => {
  const files = memoryFiles({ 'd/other': '' });
  await brokenOff(files, head(200, TAG), 'The', { ...TARGET, url: 'https://h/a?id=1&X-Amz-Signature=mellon#top' });
  const partial = await findPartial(files, { ...TARGET, url: 'https://h/a?id=1&X-Amz-Signature=friend' }, 0);
  assert.equal(partial?.byteLength, 3);
  assert.doesNotMatch(files.text('d/report.pdf.part.json') ?? '', /mellon|https/);
});

for (const label of ['', '{', 'null', '[]', '{"url":1}', '{"validator":"\\"v1\\""}']) {
  test(`a part labelled ${JSON.stringify(label)} is a stranger's and is left alone`, async () => {
    const files = memoryFiles({ 'd/report.pdf.part': 'mine', 'd/report.pdf.part.json': label });
    assert.equal(await completed(files, head(200), WHOLE), 'd/report.pdf');
    assert.equal(files.text('d/report.pdf.part'), 'mine');
  });
}

test('a validator that would not fit in a header is not believed', async () => {
  const files = memoryFiles({ 'd/other': '' });
  await brokenOff(files, head(200, TAG), 'The');
  const label = JSON.parse(files.text('d/report.pdf.part.json') ?? '');
  files.put('d/report.pdf.part.json', JSON.stringify({ ...label, validator: '"x"\r\nX-Evil: 1' }));
  assert.equal((await findPartial(files, TARGET, 0))?.validator, undefined);
});

test('a second slip does not touch a part that is being written', async () => {
  const files = memoryFiles({ 'd/other': '' });
  const first = await begin(files, head(200, TAG));
  await first.write(Buffer.from('The quick'));
  assert.equal(await completed(files, head(200, TAG), 'second'), 'd/report.pdf');
  await first.write(Buffer.from(' brown fox'));
  assert.equal(await first.finish(TARGET.path), 'd/report-1.pdf');
  assert.deepEqual(files.paths(), ['d/other', 'd/report-1.pdf', 'd/report.pdf']);
  assert.equal(files.text('d/report-1.pdf'), WHOLE);
});

test('of two that want to go on with a part, one does', async () => {
  const files = memoryFiles({ 'd/other': '' });
  await brokenOff(files, head(200, TAG), 'The quick');
  const partial = await findPartial(files, TARGET, 0);
  const reply = head(206, RANGE('bytes 9-18/19'));
  const open = () => openPart(files, TARGET, partial, { kind: 'append', from: 9, totalBytes: 19 }, reply);
  const results = await Promise.allSettled([open(), open()]);
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const lost = results.find((result) => result.status === 'rejected');
  assert.ok(failsWith('write', /^another slip has just gone on with/)(lost?.reason));
});

test('the part of a run that was killed is gone on with once it has been still for a minute', async () => {
  const files = memoryFiles({ 'd/other': '' }, { now: () => 5_000 });
  const killed = await begin(files, head(200, TAG));
  await killed.write(Buffer.from('The quick'));
  assert.equal(await findPartial(files, TARGET, 65_000), undefined);
  assert.equal((await findPartial(files, TARGET, 65_001))?.byteLength, 9);
  const part = await begin(files, head(206, RANGE('bytes 9-18/19')), TARGET, 65_001);
  await part.write(Buffer.from(' brown fox'));
  assert.equal(await part.finish(TARGET.path), 'd/report.pdf');
  assert.deepEqual(files.paths(), ['d/other', 'd/report.pdf']);
});

test('a run that was killed between naming its file and forgetting its part does no harm to the file', async () => {
  const files = memoryFiles({ 'd/other': '' });
  await brokenOff(files, head(200, TAG), 'old');
  await files.link('d/report.pdf.part', 'd/report.pdf');
  assert.equal(await completed(files, head(200), WHOLE), 'd/report-1.pdf');
  assert.equal(files.text('d/report.pdf'), 'old');
});

test('a part that somebody else wrote to is not given a name, nor gone on with', async () => {
  const files = memoryFiles({ 'd/other': '' });
  const part = await begin(files, head(200, TAG));
  await part.write(Buffer.from(WHOLE));
  const stranger = await files.open('d/report.pdf.part', 'append');
  await stranger.write(Buffer.from('!'));
  await assert.rejects(part.finish(TARGET.path), failsWith('write', /changed by another program/));
  assert.match(await part.keep(), /starts over$/);
  assert.equal(files.text('d/report.pdf'), undefined);
  assert.equal(await findPartial(files, TARGET, 0), undefined);
});

test('a rest that is too short keeps the part', async () => {
  const files = memoryFiles({ 'd/other': '' });
  await brokenOff(files, head(200, TAG), 'The quick');
  const part = await begin(files, head(206, RANGE('bytes 9-10/19')));
  await part.write(Buffer.from(' b'));
  await assert.rejects(part.finish(TARGET.path), failsWith('partial', /^11 of 19 bytes came$/));
  assert.match(await part.keep(), /first 11 bytes: the same command goes on/);
  assert.equal(files.text('d/report.pdf.part'), 'The quick b');
});

test('a full disk is a write failure, and what fitted is gone on with', async () => {
  const files = memoryFiles({ 'd/other': '' }, { failAfterBytes: 100 });
  const part = await begin(files, head(200, TAG));
  await assert.rejects(part.write(Buffer.alloc(100, 'x')), failsWith('write', /full/));
  assert.match(await part.keep(), /goes on from there$/);
  const partial = await findPartial(files, TARGET, 0);
  assert.equal(partial?.byteLength, files.text('d/report.pdf.part')?.length);
  assert.equal(partial?.validator, '"v1"');
});

test('a download that breaks off before its first byte leaves nothing', async () => {
  const files = memoryFiles({ 'd/other': '' });
  const part = await begin(files, head(200, TAG));
  assert.equal(await part.keep(), 'nothing was saved');
  assert.deepEqual(files.paths(), ['d/other']);
});

test('a folder that is not there is a write failure', async () => {
  await assert.rejects(begin(memoryFiles(), head(200)), failsWith('write', /folder is not there/));
});
