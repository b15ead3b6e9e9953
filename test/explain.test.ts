import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../src/failure.ts';
import { explainTransport, type Progress } from '../src/http/explain.ts';

const NOTHING: Progress = { heard: false, headIn: false };
const SOME: Progress = { heard: true, headIn: false };
const HEAD: Progress = { heard: true, headIn: true };

// libcurl-errors(3) and docs/design.md, "Exit codes".
const EXPLAINED: [code: string, progress: Progress, status: number, message: RegExp][] = [
  ['ECONNRESET', NOTHING, 56, /reset/],
  ['ECONNRESET', SOME, 56, /reset/],
  ['ECONNRESET', HEAD, 56, /reset/],
  ['EPIPE', NOTHING, 55, /while the request was being sent/],
  ['ETIMEDOUT', SOME, 28, /stopped answering/],
  ['ERR_HTTP2_ERROR', NOTHING, 16, /HTTP\/2/],
  ['ERR_HTTP2_STREAM_ERROR', NOTHING, 92, /HTTP\/2/],
  ['ERR_HTTP2_SESSION_ERROR', HEAD, 92, /HTTP\/2/],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', SOME, 56, /TLS with .* tlsv13 alert certificate required/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', NOTHING, 56, /wrong version number/],
  ['EPROTO', NOTHING, 56, /TLS/],
  ['ESOMETHING', HEAD, 56, /broke off/],
];

for (const [code, progress, status, message] of EXPLAINED) {
  const when = progress.headIn ? 'in the body' : progress.heard ? 'in the head' : 'before the reply';
  test(`${code} ${when} is exit ${status}`, () => {
    const error = Object.assign(new Error('as Node says it'), { code });
    const failure = explainTransport(error, 'example.com', progress);
    assert.equal(failure.exitStatus, status);
    assert.match(failure.message, message);
    assert.match(failure.message, /example\.com|cannot be sent|changed while/);
    assert.equal(failure.cause, error);
    assert.doesNotMatch(failure.message, /\.$|^(?!TLS )[A-Z]/);
  });
}

test('a failure that knows what it is stays as it is', () => {
  const failure = new Failure('timeout', 'too long');
  assert.equal(explainTransport(failure, 'h', HEAD), failure);
});

for (const thrown of [undefined, null, 'text', 42, {}, new Error('plain')]) {
  test(`${String(thrown)} that is thrown becomes a failure`, () => {
    const failure = explainTransport(thrown, 'h', NOTHING);
    assert.ok(failure instanceof Failure);
    assert.equal(failure.exitStatus, 56);
  });
}

test('a certificate that the server wants has a hint', () => {
  const error = Object.assign(new Error(''), { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
  assert.match(explainTransport(error, 'h', SOME).hint ?? '', /--cert/);
});
