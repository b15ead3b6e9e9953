// The other end of the benchmark: a process of its own, so that its work does not count as a client's.
//   GET /book.json      a small document
//   GET /late           the same, after 20 ms
//   GET /NAME           the file NAME of those on the command line
//   GET /half           half a document and no more; when it is sent is told on stdout
//   GET /catalog.xml?bytes=N  an XML document of about N bytes
//   GET /zeros?bytes=N  N bytes
//   PUT /               takes what comes
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { catalog } from './records.mjs';

const BOOK = Buffer.from(
  '{"id":1,"title":"Moby-Dick","author":"Herman Melville","year":1851,"price":12.50,"lent":false}',
);
const PIECE = Buffer.alloc(1024 * 1024);
/** Made once for each size. */
const catalogs = new Map();
const files = new Map(process.argv.slice(2).map((path) => [`/${basename(path)}`, path]));

const server = createServer((request, response) => {
  response.on('error', () => {});
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const json = (bytes) =>
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length }).end(bytes);
  if (request.method === 'PUT') request.resume().on('end', () => response.writeHead(204).end());
  else if (pathname === '/book.json') json(BOOK);
  else if (pathname === '/late') setTimeout(json, 20, BOOK);
  else if (files.has(pathname)) sendFile(response, files.get(pathname));
  else if (pathname === '/half') {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.write('{"half":1,', () => process.stdout.write(`${Date.now()}\n`));
  } else if (pathname === '/catalog.xml') sendCatalog(response, Number(searchParams.get('bytes')));
  else if (pathname === '/zeros') sendZeros(response, Number(searchParams.get('bytes')));
  else response.writeHead(404).end();
});
// A client that thinks for long is not to find its connection closed.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));

function sendCatalog(response, byteLength) {
  if (!catalogs.has(byteLength)) catalogs.set(byteLength, catalog(byteLength));
  const bytes = catalogs.get(byteLength);
  response.writeHead(200, { 'Content-Type': 'application/xml', 'Content-Length': bytes.length }).end(bytes);
}

function sendFile(response, path) {
  const type = path.endsWith('.json') ? 'application/json' : 'text/event-stream';
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': statSync(path).size });
  createReadStream(path, { highWaterMark: 1024 * 1024 }).pipe(response);
}

function sendZeros(response, byteLength) {
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': byteLength });
  let left = byteLength;
  const send = () => {
    while (left > 0 && !response.destroyed) {
      const piece = left < PIECE.length ? PIECE.subarray(0, left) : PIECE;
      left -= piece.length;
      if (!response.write(piece)) {
        response.once('drain', send);
        return;
      }
    }
    response.end();
  };
  send();
}
