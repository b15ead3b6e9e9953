// What the pictures are taken of beside the demo, as a program of its own: bodies that the demo does not have on port
// 4001, and TLS on 4443 with a certificate for localhost, which it leaves as desk.pem where it is started.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

const BODIES = {
  '/page': [
    'text/html',
    '<h1>Books</h1><ul><li><a href=/books/1>Emma</a><li>Dune<li><a href=/books/3>Beloved</a></ul>',
  ],
  '/rows.csv': ['text/csv', 'id,title,year\n1,Pride and Prejudice,1813\n2,"Dune, again",1965\n3,Middlemarch,1871\n'],
  '/parts': [
    'multipart/mixed; boundary=part',
    [
      '--part\r\nContent-Type: application/json\r\n\r\n{"title":"Dune","year":1965}',
      '--part\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n\0\0\0',
      '--part\r\nContent-Type: text/xml\r\n\r\n<book><id>9</id></book>',
      '--part--\r\n',
    ].join('\r\n'),
  ],
};

const CERTIFICATE =
  'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out desk.pem -days 90 ' +
  '-subj /C=SE/O=Books/CN=localhost -addext subjectAltName=DNS:localhost,DNS:desk.example';

function answer({ url }, response) {
  const [type, body] = BODIES[url] ?? ['text/plain', 'The desk is open.\n'];
  response.setHeader('Content-Type', type);
  response.end(body, 'latin1');
}

const { status } = spawnSync('openssl', CERTIFICATE.split(' '), { stdio: 'ignore' });
if (status !== 0) throw new Error('the pictures need openssl(1)');
const tls = { key: readFileSync('key.pem'), cert: readFileSync('desk.pem') };
const servers = [
  createServer(answer).listen(4001, 'localhost'),
  createTlsServer(tls, answer).listen(4443, 'localhost'),
];
await Promise.all(servers.map((server) => once(server, 'listening')));
console.log('ready');
