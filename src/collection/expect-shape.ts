import { MATCHER } from './matcher-shape.ts';
import { scalarFault } from './names.ts';
import {
  anything,
  choice,
  either,
  flag,
  keysFor,
  literal,
  mapOf,
  mapped,
  oneOrMore,
  type Read,
  record,
  text,
  word,
} from './shape.ts';

const STATUS = oneOrMore(word('a status such as 200, or a class such as 2xx', scalarFault('status')));

const ANSWER = record(
  'what has to be true of the answer',
  {
    status: { shape: STATUS, about: 'The status, a class of them (2xx), or a list' },
    headers: { shape: mapOf('header fields', MATCHER, scalarFault('header')), about: 'Fields by name' },
    body: {
      shape: mapOf('JSONPaths', MATCHER, scalarFault('jsonpath')),
      about: 'Values by JSONPath (RFC 9535); $ is the whole body',
    },
    text: { shape: MATCHER, about: 'The body as text' },
    file: { shape: text('a file'), about: 'The body is byte for byte what this file holds' },
    xpath: { shape: mapOf('XPaths', MATCHER), about: 'Values of XML or HTML by XPath' },
    regex: {
      shape: mapOf('regular expressions', MATCHER),
      about: 'What the first group matches in the body, or all of it',
    },
    jq: { shape: oneOrMore(text('a jq expression')), about: 'Expressions of jq that give true' },
    schema: {
      shape: either(text('a file'), anything('a JSON Schema')),
      about: 'JSON Schema of the body: a file, or the schema itself',
    },
    openapi: {
      shape: either(
        record(
          'a file and an operation',
          {
            file: { shape: text('a file'), about: 'An OpenAPI description' },
            operation: {
              shape: text('an operationId'),
              about: 'The operation; found by method and path where it is left out',
            },
          },
          ['file'],
        ),
        text('a file'),
      ),
      about: 'Status, type and body are what an OpenAPI file says of the operation',
    },
    time: { shape: word('a time such as < 500ms', scalarFault('time limit')), about: 'How long it took: < 500ms' },
    size: {
      shape: word('a size such as < 10kB', scalarFault('size limit')),
      about: 'Bytes of the body: < 10kB, or a number',
    },
    redirects: { shape: MATCHER, about: 'How many redirects were followed' },
    url: { shape: MATCHER, about: 'Where the answer came from in the end' },
    certificate: {
      shape: record('what has to be true of the certificate', {
        'expires-in': {
          shape: word('a time such as 30d', scalarFault('time limit')),
          about: 'How long it is good at least: 30d',
        },
      }),
      about: 'The certificate of the server',
    },
    snapshot: {
      shape: either(
        record('a snapshot', {
          mask: {
            shape: oneOrMore(text('a JSONPath', scalarFault('jsonpath'))),
            about: 'Values that are different each time',
          },
          file: { shape: text('a file'), about: 'Where it is kept' },
        }),
        literal(true),
      ),
      about: 'The body is what was recorded: slip run --update-snapshots',
    },
  },
  [],
  {
    keys: {
      ...keysFor('status', ['code', 'statusCode', 'status_code']),
      ...keysFor('body', ['json', 'jsonpath', 'jsonPath']),
      ...keysFor('time', ['duration', 'responseTime', 'latency']),
    },
  },
);

/** `expect`: a status alone, or more. */
export const EXPECT = either(
  ANSWER,
  mapped(STATUS, (status): Read<typeof ANSWER> => {
    const places = status.map(({ start, end }) => ({ start, end }));
    return { status, start: places[0]?.start ?? 0, end: places.at(-1)?.end ?? 0 };
  }),
);

/** What has to be true of an answer. */
export type Expectation = Read<typeof ANSWER>;

const SOURCE = record(
  'where it comes from',
  {
    body: { shape: text('a JSONPath', scalarFault('jsonpath')), about: 'A value of the body by JSONPath' },
    header: { shape: text('a field name'), about: 'A header field' },
    cookie: { shape: text('a name'), about: 'A cookie that the answer sets' },
    regex: { shape: text('a regular expression'), about: 'What its first group matches in the body, or all of it' },
    xpath: { shape: text('an XPath'), about: 'A value of an XML body' },
    jq: { shape: text('a jq expression'), about: 'What jq gives' },
    from: {
      shape: choice(['status', 'url', 'time', 'body']),
      about: 'The status, the URL in the end, the milliseconds it took, or the body as text',
    },
    as: { shape: choice(['text', 'number', 'boolean', 'json']), about: 'Made into this' },
    default: { shape: anything('a value'), about: 'Where there is none; without it that is a failure' },
    secret: { shape: flag(), about: 'Never shown' },
  },
  ['body', 'header', 'cookie', 'regex', 'xpath', 'jq', 'from'],
);

/** `save`: names and where their values come from. */
export const SAVE = mapOf(
  'names of values',
  either(
    SOURCE,
    mapped(
      text('a JSONPath', scalarFault('jsonpath')),
      (body): Read<typeof SOURCE> => ({ body, start: body.start, end: body.end }),
    ),
  ),
  scalarFault('variable'),
);

/** Where a saved value comes from. */
export type SaveSource = Read<typeof SOURCE>;
