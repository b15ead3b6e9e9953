// A JSON document like those that APIs send: an array of records, on one line, the same one every time.
import { closeSync, openSync, writeSync } from 'node:fs';

const WORDS = 'stack shelf reader loan fine folio quarto index spine margin plate errata'.split(' ');

/** Writes an array of records to a file, as many as fit into so many bytes. */
export function writeRecords(path, byteLength) {
  writeMany(path, byteLength, ['[', ']'], (id) => `${id === 1 ? '' : ','}${JSON.stringify(recordOf(id))}`);
}

/** The same records as events. */
export function writeEvents(path, byteLength) {
  writeMany(path, byteLength, ['', ''], (id) => `id: ${id}\nevent: record\ndata: ${JSON.stringify(recordOf(id))}\n\n`);
}

function writeMany(path, byteLength, [start, end], textOf) {
  const file = openSync(path, 'w');
  try {
    let written = writeSync(file, start);
    let pieces = [];
    for (let id = 1; ; id++) {
      pieces.push(textOf(id));
      if (pieces.length < 1000) continue;
      const piece = Buffer.from(pieces.join(''));
      if (written + piece.length >= byteLength) break;
      written += writeSync(file, piece);
      pieces = [];
    }
    writeSync(file, end);
  } finally {
    closeSync(file);
  }
}

function recordOf(id) {
  const word = (step) => WORDS[(id * step) % WORDS.length];
  return {
    id,
    title: `The ${word(5)} and the ${word(7)}`,
    authors: [{ name: `${word(1)} ${word(11)}`, born: 1800 + (id % 200) }],
    isbn: `978-${String(id * 7919).padStart(10, '0')}`,
    price: (id % 5000) / 100,
    lent: id % 3 === 0,
    returned: id % 3 === 0 ? null : `19${String(id % 100).padStart(2, '0')}-03-14T09:26:53Z`,
    tags: [word(2), word(3), 'naïve “quoted”', 'tab\there'],
    place: { room: id % 12, shelf: { row: id % 40, position: (id * 13) % 97 } },
    notes: `${word(4)} `.repeat(id % 9).trimEnd(),
  };
}

/** An XML document of about so many bytes, on one line: a catalogue of books with attributes, text and mixed content. */
export function catalog(byteLength) {
  const pieces = ['<?xml version="1.0"?><catalog xmlns="urn:desk">'];
  let written = 0;
  for (let id = 1; written < byteLength; id++) {
    const { title, isbn, price, lent, authors, tags } = recordOf(id);
    const [{ name, born }] = authors;
    const book =
      `<book id="${id}" lent='${lent}'><title>${title}</title><author born="${born}">${name}</author>` +
      `<isbn>${isbn}</isbn><price currency="EUR">${price}</price><tags><tag>${tags[0]}</tag><tag>${tags[1]}</tag></tags>` +
      `<note>About <b>${tags[0]}</b> &amp; more.</note><!-- ${id} --><cover href="/covers/${id}.png"/></book>`;
    pieces.push(book);
    written += book.length;
  }
  return Buffer.from(`${pieces.join('')}</catalog>`);
}
