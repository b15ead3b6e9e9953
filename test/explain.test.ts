import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../src/failure.ts';
import { explainTransport, type Progress } from '../src/http/explain.ts';

const NOTHING: Progress = { heard: false, headIn: false };
const SOME: Progress = { heard: true, headIn: false };
const HEAD: Progress = { heard: true, headIn: true };

// libcurl-errors(3) and docs/design.md, "Exit codes".
const EXPLAINED: [code: string, progress: Progress, status: number, message: RegExp][] = [
  ['UND_ERR_SOCKET', NOTHING, 52, /without a reply/],
  ['UND_ERR_SOCKET', SOME, 56, /within the reply's head/],
  ['UND_ERR_SOCKET', HEAD, 18, /before the body was complete/],
  ['UND_ERR_CLOSED', HEAD, 18, /before the body was complete/],
  ['UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', NOTHING, 26, /not as long as was announced/],
  ['UND_ERR_INVALID_ARG', NOTHING, 2, /cannot be sent/],
  ['UND_ERR_NOT_SUPPORTED', NOTHING, 2, /cannot be sent/],
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
    const error = Object.assign(new Error('as undici says it'), { code });
    const failure = explainTransport(error, 'example.com', progress);
    assert.equal(failure.exitStatus, status);
    assert.match(failure.message, message);
    assert.match(failure.message, /example\.com|cannot be sent|changed while/);
    assert.equal(failure.cause, error);
    assert.doesNotMatch(failure.message, /\.$|^(?!TLS )[A-Z]|UND_ERR/);
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
