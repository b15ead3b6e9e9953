// Saved requests beside those who run them, too; each with one expectation, a status of 200.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './measure.mjs';

const FEW = 200;
const MANY = 5000;
const ROUNDS = 10_000;

/** The rows of collections, made like those of rows.mjs. */
export function collectionRows(folder, slip, node) {
  const run = (name, text, ...options) => [...slip, 'run', written(folder, `${name}.yaml`, text), ...options];
  return [
    {
      name: 'run-200',
      title: `${FEW} saved requests, one after another`,
      words: (url) => run('few', collection(url, FEW, '/book.json')),
      others: (url) => [...httpyac(folder, url), ...newman(folder, url), ...bruno(folder, url)],
    },
    {
      name: 'run-jobs',
      title: `the same with \`--jobs 8\`, each answered after 20 ms`,
      words: (url) => run('late', collection(url, FEW, '/late'), '--jobs', '8'),
      others: (url) => [{ name: 'without', words: run('late', collection(url, FEW, '/late')), atMost: 1 / 3 }],
    },
    {
      name: 'run-list',
      title: `a file of ${MANY} requests, looked through`,
      words: (url) => run('many', collection(url, MANY, '/book.json'), '--dry-run'),
      others: () => [node],
    },
    {
      name: 'run-rounds',
      title: `one request ${ROUNDS} times`,
      maxMegabytes: 150,
      words: (url) =>
        run('rounds', `requests:\n  one: { request: "GET ${url}/book.json", repeat: ${ROUNDS}, expect: 200 }\n`),
      others: () => [node],
    },
  ];
}

function collection(url, count, path) {
  const request = (index) =>
    `  r${index}:\n    request: GET ${path}?${index}\n    description: Number ${index}\n    expect:\n      status: 200\n`;
  return `base: ${url}\nrequests:\n${Array.from({ length: count }, (_, index) => request(index)).join('')}`;
}

function httpyac(folder, url) {
  const text = few((index) => `### r${index}\nGET ${url}/book.json?${index}\n\n?? status == 200\n`).join('\n');
  return side('httpyac', 1 / 6, (path) => [path, 'send', written(folder, 'few.http', text), '--all', '--silent']);
}

function newman(folder, url) {
  const script = { exec: ['pm.test("status", () => pm.response.to.have.status(200))'] };
  const text = JSON.stringify({
    info: { name: 'few', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    item: few((index) => ({
      name: `r${index}`,
      request: { method: 'GET', url: `${url}/book.json?${index}` },
      event: [{ listen: 'test', script }],
    })),
  });
  return side('newman', 1 / 6, (path) => [path, 'run', written(folder, 'few.json', text)]);
}

/** Bruno's files are a folder, in which its command has to be started. */
function bruno(folder, url) {
  const home = join(folder, 'bruno');
  return side('bru', 1 / 5, (path) => {
    mkdirSync(home, { recursive: true });
    written(home, 'bruno.json', '{"version":"1","name":"few","type":"collection"}');
    few((index) => {
      const meta = `meta {\n  name: r${index}\n  type: http\n  seq: ${index + 1}\n}\n`;
      const get = `get {\n  url: ${url}/book.json?${index}\n  body: none\n  auth: none\n}\n`;
      return written(home, `r${index}.bru`, `${meta}\n${get}\nassert {\n  res.status: eq 200\n}\n`);
    });
    return ['/bin/sh', '-c', 'cd "$1" && exec "$2" run', 'sh', home, path];
  });
}

function few(make) {
  return Array.from({ length: FEW }, (_, index) => make(index));
}

/** One of the others, as a list that is empty when it is not installed. */
function side(name, atMost, words) {
  const path = findProgram(name);
  return path === undefined ? [] : [{ name: name === 'bru' ? "Bruno's CLI" : name, atMost, words: words(path) }];
}

function written(folder, name, text) {
  const path = join(folder, name);
  if (!existsSync(path)) writeFileSync(path, text);
  return path;
}
