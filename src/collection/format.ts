import { EXPECT, SAVE } from './expect-shape.ts';
import { scalarFault } from './names.ts';
import {
  anything,
  count,
  either,
  flag,
  keysFor,
  list,
  literal,
  mapOf,
  mapped,
  oneOrMore,
  type Read,
  record,
  text,
  word,
} from './shape.ts';

/** A value in which `{{…}}` is filled in. */
const VALUE = anything('a value');

const DURATION = word('a time such as 500ms, 30s or 2m', scalarFault('duration'));

const OPTIONS = mapOf('options by their long names', either(VALUE), scalarFault('option'));

const HEADERS = mapOf(
  'header fields',
  either(literal(null), list(word('a text')), word('a text')),
  scalarFault('header'),
);

const QUERY = mapOf('query parameters', either(literal(null), list(word('a value')), word('a value')));

const AUTH = either(literal(false), text('the name of a profile, or false'));

const TLS = record('how TLS is spoken', {
  ca: { shape: text('a file'), about: 'Certificates of the authorities to trust (--cacert)' },
  cert: { shape: text('a file'), about: 'Client certificate (--cert)' },
  key: { shape: text('a file'), about: 'Its key (--key)' },
  insecure: { shape: flag(), about: 'Trust any certificate (-k)' },
});

/** What a request and the defaults of a file have in common. */
const MANNERS = {
  headers: { shape: HEADERS, about: 'Header fields; null takes one away that would be sent' },
  query: { shape: QUERY, about: 'Query parameters; a list sends one for each' },
  auth: { shape: AUTH, about: 'The name of a profile in the keychain (slip auth add), never a secret; false: none' },
  timeout: { shape: DURATION, about: 'How long a request may take in all (-m)' },
  follow: { shape: flag(), about: 'Follow redirects (-L)' },
  tls: { shape: TLS, about: 'How TLS is spoken' },
  options: { shape: OPTIONS, about: 'Any other option of slip by its long name: { http2: true, resolve: [ … ] }' },
} as const;

const GRAPHQL = either(
  record(
    'a query and its variables',
    {
      query: { shape: text('a GraphQL document'), about: 'The document' },
      variables: { shape: VALUE, about: 'Values of its variables' },
      operation: { shape: text('a name'), about: 'Which operation of the document' },
    },
    ['query'],
  ),
  text('a GraphQL document'),
);

const PARTS = mapOf(
  'the parts of a form',
  either(
    record(
      'a part',
      {
        file: { shape: text('a file'), about: 'What it holds is sent' },
        text: { shape: word('a text'), about: 'This is sent' },
        type: { shape: text('a media type'), about: 'Content-Type of the part' },
        filename: { shape: text('a name'), about: 'What the file is called' },
      },
      ['file', 'text'],
    ),
    list(word('a text')),
    word('a text'),
  ),
);

const REPEAT = either(
  record(
    'how often',
    {
      times: { shape: count('a whole number, at least 1', 1), about: 'So many times' },
      over: {
        shape: either(list(VALUE), text('a CSV or JSON file')),
        about: 'Once for each row: its columns, or members, are variables; a value that is none of these is {{item}}',
      },
    },
    ['times', 'over'],
  ),
  count('a whole number, at least 1', 1),
);

const REQUEST_KEYS = {
  request: {
    shape: text('METHOD URL, such as GET /books'),
    about: 'METHOD URL; a URL that begins with / is joined to base',
  },
  curl: { shape: text('a curl line'), about: 'The request as a curl line' },
  items: { shape: list(word('a word')), about: 'METHOD, URL, items and options, as they are typed on a command line' },
  description: { shape: text('a text'), about: 'What it is for' },
  tags: { shape: list(word('a tag')), about: 'For slip run --tag' },
  ...MANNERS,
  json: { shape: VALUE, about: 'The body, as JSON; a value that is one {{…}} keeps its type' },
  form: { shape: mapOf('fields', either(list(word('a text')), word('a text'))), about: 'The body, as a web form' },
  multipart: { shape: PARTS, about: 'The body, as a form with files' },
  text: { shape: word('a text'), about: 'The body, as plain text' },
  xml: { shape: text('a text'), about: 'The body, as XML' },
  graphql: { shape: GRAPHQL, about: 'The body, as a GraphQL request' },
  file: { shape: text('a file'), about: 'The body is what this file holds' },
  expect: { shape: EXPECT, about: 'What has to be true of the answer' },
  save: { shape: SAVE, about: 'Values of the answer that later requests use as {{name}}' },
  after: { shape: oneOrMore(text('the name of a request')), about: 'Requests that have to succeed before' },
  when: { shape: text('a template'), about: 'Sent only if this is neither false, null, 0, empty nor missing' },
  repeat: { shape: REPEAT, about: 'Sent more than once' },
  until: { shape: EXPECT, about: 'Sent again and again until this holds' },
  every: { shape: DURATION, about: 'How long to wait in between (1s)' },
  'at-most': {
    shape: either(count('a whole number, at least 1', 1), DURATION),
    about: 'How often, or how long, at most (30)',
  },
  retry: {
    shape: count('a whole number'),
    about: 'Tries more when there is no answer, or one that says to try again (--retry)',
  },
  delay: { shape: DURATION, about: 'How long to wait before' },
  always: { shape: flag(), about: 'Sent at the end even if others failed: cleaning up' },
} as const;

const REQUEST = record('a request', REQUEST_KEYS, [], {
  example: '{ request: GET /books }',
  keys: {
    ...keysFor('request: METHOD URL', ['url', 'method', 'path', 'get', 'post']),
    ...keysFor('json, form, multipart, text, xml, graphql or file', ['body', 'data', 'payload']),
    ...keysFor('query', ['params', 'queryParams', 'query_params']),
    ...keysFor('expect', ['assert', 'asserts', 'assertions', 'test', 'tests', 'status', 'response', 'validate']),
    ...keysFor('save', ['capture', 'captures', 'extract', 'register']),
    ...keysFor('vars at the top of the file, and repeat for values of one request', ['vars', 'variables']),
    ...keysFor('after', ['depends', 'depends_on', 'depends-on', 'needs', 'requires']),
    ...keysFor('when', ['if', 'skip', 'condition']),
    ...keysFor('repeat', ['loop', 'times', 'foreach', 'data-file']),
  },
});

const ENVIRONMENT = record('an environment', {
  base: { shape: text('a URL'), about: 'Instead of the base of the file' },
  auth: { shape: AUTH, about: 'Instead of the profile of the file' },
  vars: { shape: mapOf('variables', VALUE, scalarFault('variable')), about: 'Variables, before those of the file' },
  'env-file': { shape: text('a file'), about: 'NAME=value lines: variables, too' },
});

const MEMBERS = list(text('the name of a request'));

const SUITE_PARTS = record(
  'a suite',
  {
    description: { shape: text('a text'), about: 'What it is for' },
    requests: { shape: MEMBERS, about: 'Requests, in the order they are sent' },
    tags: { shape: list(word('a tag')), about: 'All requests with one of these tags' },
    env: { shape: text('the name of an environment'), about: 'The environment, where none is typed' },
  },
  ['requests', 'tags'],
);

const SUITE = either(
  SUITE_PARTS,
  mapped(MEMBERS, (requests): Read<typeof SUITE_PARTS> => ({ requests, start: 0, end: 0 })),
);

const COLLECTION_KEYS = {
  name: { shape: text('a text'), about: 'What it is called' },
  description: { shape: text('a text'), about: 'What it is for' },
  base: { shape: text('a URL'), about: 'What a URL that begins with / is joined to' },
  auth: { shape: AUTH, about: MANNERS.auth.about },
  vars: { shape: mapOf('variables', VALUE, scalarFault('variable')), about: 'Values for {{name}}' },
  'env-file': { shape: text('a file'), about: 'NAME=value lines: variables, too' },
  envs: { shape: mapOf('environments', ENVIRONMENT), about: 'What is different where, for slip run --env NAME' },
  defaults: { shape: record('defaults', MANNERS), about: 'What each request has that does not say otherwise' },
  include: {
    shape: oneOrMore(
      either(
        record(
          'a file and a prefix',
          {
            file: { shape: text('a file'), about: 'Another collection' },
            prefix: { shape: text('a name'), about: 'Its requests are called PREFIX.NAME' },
          },
          ['file'],
        ),
        text('a file'),
      ),
    ),
    about: 'Requests of other files',
  },
  requests: {
    shape: mapOf('requests', REQUEST, scalarFault('request')),
    about: 'The requests, in the order they are sent',
  },
  suites: { shape: mapOf('suites', SUITE, scalarFault('request')), about: 'Requests that run together: slip run NAME' },
} as const;

/** A collection file. */
export const COLLECTION = record('a collection', COLLECTION_KEYS, [], {
  example: 'requests: { books: { request: GET https://api.example/books } }',
  keys: {
    ...keysFor('base', ['baseUrl', 'baseURL', 'base_url', 'base-url', 'url', 'host']),
    ...keysFor('vars', ['variables', 'var']),
    ...keysFor('envs', ['env', 'environments', 'environment']),
    ...keysFor('include', ['imports', 'import', 'includes', 'files']),
    ...keysFor('defaults', ['headers', 'options', 'timeout', 'tls', 'config', 'settings']),
    ...keysFor('requests', ['request', 'items', 'item', 'steps', 'tests', 'endpoints']),
  },
});

/** A collection as it stands in its file. */
export type CollectionForm = Read<typeof COLLECTION>;

/** A request as it stands in a file. */
export type RequestForm = Read<typeof REQUEST>;

/** A suite as it stands in a file. */
export type SuiteForm = Read<typeof SUITE>;

/** An environment as it stands in a file. */
export type EnvironmentForm = Read<typeof ENVIRONMENT>;
