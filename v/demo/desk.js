/**
 * The library desk: a small REST API, whole in memory, for trying a client out. Every answer follows from the requests
 * before it and from the clock. A record keeps the JSON text of each of its members, so that `12.50` and 2^53 + 1 come
 * back as the tokens they were sent as, which a trip through JavaScript's numbers would not give.
 */
import { STATUS_CODES } from 'node:http';
import { coverPng } from './cover.js';
import { invalid, membersOf, readMembers, textOf, withForms } from './members.js';
import { Problem, pause, send } from './reply.js';
/**
 * A listener for node:http over ten books and one loan of its own. Whatever a client sends is answered, never thrown.
 *
 * @param options.now milliseconds since the epoch, for `Date`, loans and events.
 */
export function createDesk(options) {
    const desk = { books: { lastId: 0, records: new Map() }, loans: { lastId: 0, records: new Map() }, ...options };
    for (const text of SEED) {
        const book = add(desk.books, membersOf(text));
        if (textOf(book.members, 'title') === 'Dune')
            lend(desk, book);
    }
    return (request, response) => {
        response.sendDate = false;
        response.setHeader('Date', new Date(desk.now()).toUTCString());
        answer(desk, request, response)
            .then((reply) => send(request, response, reply))
            .catch(() => response.destroy());
    };
}
const LOAN_MS = 21 * 24 * 60 * 60 * 1000;
const KEY = 'open-sesame';
const READER = 'reader:shelf';
/** Every accession number is odd and above 2^53: no double can hold it. */
const SEED = [
    '{"title":"Pride and Prejudice","author":"Jane Austen","year":1813,"isbn":"9780141439518","available":true,"price":7.90,"accession":9007199254740993}',
    '{"title":"Frankenstein","author":"Mary Shelley","year":1818,"isbn":"9780141439471","available":true,"price":8.00,"accession":9007199254740995}',
    '{"title":"Moby-Dick","author":"Herman Melville","year":1851,"isbn":"9780142437247","available":true,"price":14.00,"accession":9007199254740997}',
    '{"title":"Middlemarch","author":"George Eliot","year":1871,"isbn":"9780141439549","available":true,"price":11.50,"accession":9007199254740999}',
    '{"title":"The Time Machine","author":"H. G. Wells","year":1895,"isbn":"9780141439976","available":true,"price":6.10,"accession":9007199254741001}',
    '{"title":"Mrs Dalloway","author":"Virginia Woolf","year":1925,"isbn":"9780156628709","available":true,"price":12.50,"accession":9007199254741003}',
    '{"title":"Nineteen Eighty-Four","author":"George Orwell","year":1949,"isbn":"9780141036144","available":true,"price":9.90,"accession":9007199254741005}',
    '{"title":"Fahrenheit 451","author":"Ray Bradbury","year":1953,"isbn":"9781451673319","available":true,"price":10.20,"accession":9007199254741007}',
    '{"title":"Dune","author":"Frank Herbert","year":1965,"isbn":"9780441172719","available":true,"price":11.00,"accession":9007199254741009}',
    '{"title":"One Hundred Years of Solitude","author":"Gabriel García Márquez","year":1967,"isbn":"9780060883287","available":true,"price":13.70,"accession":9007199254741011}',
];
/** The braces stand for a number. */
const ROUTES = {
    '/': { about: 'this list', methods: { GET: listRoutes } },
    '/books': {
        about: 'the books: ?author= ?year= ?q= choose, ?limit= ?offset= page',
        methods: { GET: listBooks, POST: createBook },
    },
    '/books/{id}': {
        about: 'one book and its ETag: If-Match and If-None-Match are heeded',
        methods: { GET: readBook, PUT: replaceBook, PATCH: mergeBook, DELETE: deleteBook },
    },
    '/loans': {
        about: `the loans, for Bearer ${KEY}, X-API-Key: ${KEY} or Basic ${READER}`,
        methods: { GET: listLoans, POST: createLoan },
    },
    '/loans/{id}': { about: 'one loan, for the same credentials', methods: { GET: readLoan } },
    '/covers/{id}.png': { about: 'the cover of a book', methods: { GET: readCover } },
    '/catalog.xml': { about: 'the books as XML', methods: { GET: readCatalog } },
    '/events': { about: 'server-sent events, ?ms= apart', methods: { GET: listEvents } },
    '/big': { about: 'a JSON array of ?items= items, written as fast as it is read', methods: { GET: listMany } },
    '/slow': { about: 'an answer after ?ms=', methods: { GET: answerLate } },
    '/redirect/{n}': { about: 'n redirects, then /books', methods: onEveryMethod(redirect) },
    '/status/{code}': { about: 'an answer with that status, 200 to 599', methods: onEveryMethod(answerStatus) },
};
function onEveryMethod(handler) {
    return { GET: handler, POST: handler, PUT: handler, PATCH: handler, DELETE: handler };
}
async function answer(desk, request, response) {
    try {
        const url = parseTarget(request.url ?? '/');
        const number = /\d{1,9}/.exec(url.pathname)?.[0] ?? '';
        const shape = url.pathname.replace(number, number && '{}');
        const route = Object.entries(ROUTES).find(([path]) => path.replace(/\{\w+\}/, '{}') === shape)?.[1];
        if (!route)
            throw new Problem(404, `nothing is at ${url.pathname}: GET / lists what there is`);
        return await handlerFor(route, request.method ?? 'GET')({ desk, request, response, url, id: Number(number) });
    }
    catch (cause) {
        return (cause instanceof Problem ? cause : new Problem(500, 'the desk has a defect')).reply;
    }
}
/** The URL of a request target, in origin or absolute form (RFC 9112 §3.2). */
function parseTarget(target) {
    try {
        decodeURIComponent(target);
        // Joined, not resolved: to a base URL, `//books` would be another host.
        return new URL(target.startsWith('/') ? `http://desk${target}` : target);
    }
    catch {
        throw new Problem(400, 'the target is no URL, or its percent-encoding is broken');
    }
}
function handlerFor({ methods }, method) {
    const handler = methods[method === 'HEAD' ? 'GET' : method];
    if (handler)
        return handler;
    const Allow = Object.keys(methods).concat('HEAD', 'OPTIONS').join(', ');
    if (method === 'OPTIONS')
        return () => ({ status: 204, headers: { Allow } });
    throw new Problem(405, `${method} is not one of ${Allow}`, { headers: { Allow } });
}
function listRoutes() {
    const endpoints = Object.entries(ROUTES).map(([path, { methods, about }]) => ({
        path,
        methods: Object.keys(methods),
        about,
    }));
    return jsonReply(200, JSON.stringify({ endpoints }));
}
function listBooks({ desk, url }) {
    const limit = numberFrom(url, 'limit', 20, 100);
    const offset = numberFrom(url, 'offset', 0, 1_000_000);
    const [author, year, q] = ['author', 'year', 'q'].map((name) => url.searchParams.get(name)?.toLowerCase());
    const found = [...desk.books.records.values()].filter(({ members }) => {
        const [title, by, written] = ['title', 'author', 'year'].map((name) => textOf(members, name).toLowerCase());
        return ((author === undefined || by?.includes(author)) &&
            (year === undefined || written === year) &&
            (q === undefined || `${title} ${by}`.includes(q)));
    });
    const headers = { 'X-Total-Count': found.length };
    if (limit > 0 && offset + limit < found.length) {
        const next = new URLSearchParams(url.search);
        next.set('limit', String(limit));
        next.set('offset', String(offset + limit));
        headers.Link = `</books?${next}>; rel="next"`;
    }
    return jsonReply(200, listJson(found.slice(offset, offset + limit)), headers);
}
async function createBook({ desk, request }) {
    const book = add(desk.books, withForms(await readMembers(request), 'title'));
    return entryReply(201, book, { Location: `/books/${book.id}` });
}
function readBook(visit) {
    const book = findBook(visit);
    const unchanged = listsTag(visit.request.headers['if-none-match'], entityTag(book));
    return unchanged ? { status: 304, headers: { ETag: entityTag(book) } } : entryReply(200, book);
}
async function replaceBook(visit) {
    const members = await readMembers(visit.request);
    return entryReply(200, put(visit.desk.books, findBook(visit).id, withForms(members, 'title')));
}
/** A merge patch (RFC 7396) of the outermost members: an object inside is replaced, not merged. */
async function mergeBook(visit) {
    const patch = await readMembers(visit.request);
    const book = findBook(visit);
    const merged = [...book.members, ...patch].filter(([name]) => patch.get(name) !== 'null');
    return entryReply(200, put(visit.desk.books, book.id, withForms(new Map(merged), 'title')));
}
function deleteBook(visit) {
    visit.desk.books.records.delete(findBook(visit).id);
    return { status: 204 };
}
function listLoans({ desk, request }) {
    requireCredential(request);
    return jsonReply(200, listJson([...desk.loans.records.values()]));
}
function readLoan({ desk, request, id }) {
    requireCredential(request);
    const loan = desk.loans.records.get(id);
    if (!loan)
        throw new Problem(404, `there is no loan ${id}`);
    return entryReply(200, loan);
}
async function createLoan({ desk, request }) {
    requireCredential(request);
    const wanted = withForms(await readMembers(request), 'book');
    const book = desk.books.records.get(Number(wanted.get('book')));
    if (!book)
        throw invalid({ book: 'is not on the shelves' });
    if (book.members.get('available') === 'false')
        throw new Problem(409, `book ${book.id} is lent already`);
    const loan = lend(desk, book);
    return entryReply(201, loan, { Location: `/loans/${loan.id}` });
}
function readCover(visit) {
    return { status: 200, headers: { 'Content-Type': 'image/png' }, body: coverPng(findBook(visit).id) };
}
function readCatalog({ desk }) {
    const books = [...desk.books.records.values()].map(({ id, members }) => {
        const fields = ['title', 'author', 'year', 'isbn', 'price'].filter((name) => members.has(name));
        const lines = fields.map((name) => `    <${name}>${xmlText(textOf(members, name))}</${name}>\n`);
        return `  <book id="${id}">\n${lines.join('')}  </book>\n`;
    });
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<catalog>\n${books.join('')}</catalog>\n`;
    return { status: 200, headers: { 'Content-Type': 'application/xml' }, body };
}
function listEvents({ desk, url, response }) {
    const ms = numberFrom(url, 'ms', 250, 10_000);
    async function* events() {
        for (const [at, event] of ['returned', 'shelved', 'lent', 'closing'].entries()) {
            if (at > 0)
                await pause(ms, response);
            yield `id: ${at + 1}\nevent: ${event}\ndata: {"book":9,"at":"${new Date(desk.now()).toISOString()}"}\n\n`;
        }
    }
    const headers = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' };
    return { status: 200, headers, body: events() };
}
function listMany({ url }) {
    const items = numberFrom(url, 'items', 10_000, 100_000_000);
    const itemsPerChunk = 256;
    function* chunks() {
        yield '[';
        for (let first = 0; first < items; first += itemsPerChunk) {
            const count = Math.min(itemsPerChunk, items - first);
            const texts = Array.from({ length: count }, (_, at) => {
                const item = first + at;
                return `${item === 0 ? '' : ','}\n{"item":${item},"book":${SEED[item % SEED.length]}}`;
            });
            yield texts.join('');
        }
        yield '\n]\n';
    }
    return jsonReply(200, chunks());
}
async function answerLate({ url, response }) {
    const waitedMs = numberFrom(url, 'ms', 1000, 60_000);
    await pause(waitedMs, response);
    return jsonReply(200, JSON.stringify({ waitedMs }));
}
function redirect({ id, url }) {
    return { status: 302, headers: { Location: `${id > 1 ? `/redirect/${id - 1}` : '/books'}${url.search}` } };
}
function answerStatus({ id: status }) {
    if (status < 200 || status > 599)
        throw new Problem(404, 'a status is a number from 200 to 599');
    if ([204, 205, 304].includes(status))
        return { status };
    if (status >= 400)
        return new Problem(status, 'as asked for').reply;
    return jsonReply(status, JSON.stringify({ status, title: STATUS_CODES[status] ?? 'Unknown' }));
}
function add(shelf, members) {
    shelf.lastId += 1;
    return put(shelf, shelf.lastId, members);
}
function put(shelf, id, members) {
    const entry = { id, version: (shelf.records.get(id)?.version ?? 0) + 1, members };
    shelf.records.set(id, entry);
    return entry;
}
function lend(desk, book) {
    const [lent, due] = [0, LOAN_MS].map((ms) => JSON.stringify(new Date(desk.now() + ms).toISOString()));
    put(desk.books, book.id, new Map([...book.members, ['available', 'false']]));
    return add(desk.loans, membersOf(`{"book":${book.id},"lent":${lent},"due":${due}}`));
}
/** The book of the visit's path, once its preconditions hold (RFC 9110 §13.2.2). */
function findBook({ desk, request, id }) {
    const book = desk.books.records.get(id);
    if (!book)
        throw new Problem(404, `there is no book ${id}`);
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const stale = ifMatch !== undefined && !listsTag(ifMatch, entityTag(book), 'strong');
    if (stale || (!reads && listsTag(ifNoneMatch, entityTag(book))))
        throw new Problem(412, `book ${id} is at ${entityTag(book)}`, { headers: { ETag: entityTag(book) } });
    return book;
}
/** Whether a list of entity tags has this one, or is `*`. The weak comparison leaves `W/` out (RFC 9110 §8.8.3.2). */
function listsTag(list, tag, comparison = 'weak') {
    const tags = (list ?? '').split(',').map((text) => text.trim());
    return tags.some((text) => text === '*' || (comparison === 'weak' ? text.replace(/^W\//, '') : text) === tag);
}
function entityTag({ id, version }) {
    return `"${id}-${version}"`;
}
function entryReply(status, entry, headers = {}) {
    return jsonReply(status, entryJson(entry), { ...headers, ETag: entityTag(entry) });
}
function jsonReply(status, body, headers = {}) {
    return { status, headers: { ...headers, 'Content-Type': 'application/json' }, body };
}
function listJson(entries) {
    return `[${entries.map(entryJson).join(',')}]`;
}
function entryJson({ id, members }) {
    return `{"id":${id}${[...members].map(([name, text]) => `,${JSON.stringify(name)}:${text}`).join('')}}`;
}
function requireCredential({ headers }) {
    const [scheme = '', credential = ''] = (headers.authorization ?? '').split(/ +/);
    const bearer = /^bearer$/i.test(scheme) && credential === KEY;
    const basic = /^basic$/i.test(scheme) && Buffer.from(credential, 'base64').toString() === READER;
    if (bearer || basic || headers['x-api-key'] === KEY)
        return;
    throw new Problem(401, `loans are for Bearer ${KEY}, X-API-Key: ${KEY} or Basic ${READER}`, {
        headers: { 'WWW-Authenticate': ['Bearer realm="library desk"', 'Basic realm="library desk", charset="UTF-8"'] },
    });
}
function numberFrom({ searchParams }, name, fallback, largest) {
    const text = searchParams.get(name) ?? String(fallback);
    if (/^\d+$/.test(text) && Number(text) <= largest)
        return Number(text);
    const message = `must be a whole number from 0 to ${largest}`;
    throw new Problem(400, `?${name}= ${message}`, { errors: { [name]: message } });
}
/** Characters that XML 1.0 §2.2 does not have become U+FFFD. */
function xmlText(text) {
    return text
        .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
        .replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
//# sourceMappingURL=desk.js.map