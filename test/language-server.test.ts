import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { collectionSchema } from '../src/collection/json-schema.ts';
import { FIRST_COLLECTION } from '../src/run/new-collection.ts';

/*
 * The schema in the hands of the language server that editors run: it is asked in their protocol, about files that begin
 * with the line that `slip collection init` writes.
 */

const SERVER = fileURLToPath(
  new URL('../../node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url),
);
const FOLDER = mkdtempSync(join(tmpdir(), 'slip-editor-'));

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: {
    readonly uri?: string;
    readonly diagnostics?: readonly Diagnostic[];
    readonly items?: readonly unknown[];
  };
  readonly result?: unknown;
}

interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

let server: ChildProcessWithoutNullStreams;
let lastId = 0;
const answers = new Map<number, (result: unknown) => void>();
const watchers = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();

function post(message: object): void {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

function ask(method: string, params: object): Promise<unknown> {
  lastId += 1;
  const id = lastId;
  post({ id, method, params });
  return new Promise((resolve) => answers.set(id, resolve));
}

function receive(message: Message): void {
  if (message.id !== undefined && message.method === undefined) answers.get(message.id)?.(message.result);
  else if (message.id !== undefined) {
    // The server asks for settings: it has none.
    post({ id: message.id, result: message.params?.items?.map(() => null) ?? null });
  } else if (message.method === 'textDocument/publishDiagnostics') {
    watchers.get(message.params?.uri ?? '')?.(message.params?.diagnostics ?? []);
  }
}

before(async () => {
  writeFileSync(join(FOLDER, 'slip.schema.json'), JSON.stringify(collectionSchema()));
  server = spawn(process.execPath, [SERVER, '--stdio']);
  let pending = Buffer.alloc(0);
  server.stdout.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const headEnd = pending.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(pending.toString('latin1', 0, Math.max(0, headEnd)))?.[1]);
      if (headEnd < 0 || pending.length < headEnd + 4 + length) return;
      const text = pending.toString('utf8', headEnd + 4, headEnd + 4 + length);
      pending = pending.subarray(headEnd + 4 + length);
      receive(JSON.parse(text));
    }
  });
  const root = pathToFileURL(FOLDER).href;
  await ask('initialize', {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: 'desk' }],
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
  });
  post({ method: 'initialized', params: {} });
});

after(() => {
  server.kill();
  rmSync(FOLDER, { recursive: true, force: true });
});

/** Opens a file as an editor does, and gives what the server says of it. */
async function open(
  name: string,
  text: string,
): Promise<{ readonly uri: string; readonly diagnostics: readonly Diagnostic[] }> {
  const uri = pathToFileURL(join(FOLDER, name)).href;
  const said = new Promise<readonly Diagnostic[]>((resolve) => watchers.set(uri, resolve));
  post({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } });
  return { uri, diagnostics: await said };
}

const HEAD = '# yaml-language-server: $schema=./slip.schema.json\n';

test('an editor has nothing to say of the collection that init makes', async () => {
  assert.deepEqual((await open('first.yaml', FIRST_COLLECTION)).diagnostics, []);
});

test('an editor underlines a wrong key', async () => {
  const { diagnostics } = await open('wrong.yaml', `${HEAD}requests:\n  a:\n    request: GET /\n    expct: 200\n`);
  assert.deepEqual(
    diagnostics.map(({ message, range }) => [message, range.start]),
    [['Property expct is not allowed.', { line: 4, character: 4 }]],
  );
});

test('an editor completes a key, and says what it is for', async () => {
  const { uri } = await open('typed.yaml', `${HEAD}requests:\n  a:\n    request: GET /\n    ex\n`);
  const completion = await ask('textDocument/completion', {
    textDocument: { uri },
    position: { line: 4, character: 6 },
  });
  const { items } = completion as { items: readonly { label: string; documentation?: unknown }[] }; // LSP 3.17
  const expect = items.find(({ label }) => label === 'expect');
  assert.match(JSON.stringify(expect?.documentation), /What has to be true of the answer/);
});
