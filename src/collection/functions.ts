import { createHash, createHmac } from 'node:crypto';
import { nearestWord } from '../nearest.ts';
import { Unfillable } from './fill.ts';
import { durationMs } from './names.ts';
import { openValue, textOfJson, textValue, type Value } from './value.ts';

/** What the functions of templates may ask of the world. */
export interface FunctionWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  now(): number;
  randomBytes(count: number): Uint8Array;
  /** Text of a file beside the collection. */
  readText(path: string): Promise<string>;
  /** The secret of a profile. */
  secret(profile: string): Promise<string>;
  /** Asks on the terminal; the same question is asked once. */
  ask(question: string): Promise<string>;
}

type TemplateFunction = (world: FunctionWorld, ...given: readonly string[]) => Promise<Value> | Value;

/** A function, and how it is written: for the message when it is written otherwise. */
interface Row {
  readonly usage: string;
  readonly least: number;
  readonly most: number;
  readonly make: TemplateFunction;
}

/** The closed set of functions. None of them runs anything. */
const FUNCTIONS: Readonly<Record<string, Row>> = {
  uuid: { usage: '$uuid', least: 0, most: 0, make: (world) => textValue(uuidFrom(world.randomBytes(16))) },
  now: {
    usage: "$now or $now('iso', '+1d')",
    least: 0,
    most: 2,
    make: (world, format = 'iso', offset = '+0s') => momentValue(world.now() + offsetMs(offset), format),
  },
  random: {
    usage: '$random(1, 6), or $random(8) for that many letters and digits',
    least: 1,
    most: 2,
    make: (world, first = '', last = undefined as string | undefined) =>
      last === undefined ? textValue(randomWord(world, wholeNumber(first))) : randomNumber(world, first, last),
  },
  env: {
    usage: '$env.NAME',
    least: 1,
    most: 1,
    make: ({ env }, name = '') => {
      const value = env[name];
      if (value === undefined) throw new Unfillable(`the environment has no ${name}`);
      return textValue(value);
    },
  },
  secret: {
    usage: '$secret.PROFILE',
    least: 1,
    most: 1,
    make: async (world, profile = '') => ({
      ...textValue(await world.secret(profile)),
      isSecret: true,
      profiles: [profile],
    }),
  },
  prompt: {
    usage: "$prompt('question')",
    least: 1,
    most: 1,
    make: async (world, question = '') => ({ ...textValue(await world.ask(question)), isSecret: true }),
  },
  file: {
    usage: "$file('path')",
    least: 1,
    most: 1,
    make: async (world, path = '') => textValue(await world.readText(path)),
  },
  base64: {
    usage: '$base64(text)',
    least: 1,
    most: 1,
    make: (_world, text = '') => textValue(encoded(text, 'base64')),
  },
  base64url: {
    usage: '$base64url(text)',
    least: 1,
    most: 1,
    make: (_world, text = '') => textValue(encoded(text, 'base64url')),
  },
  sha256: {
    usage: '$sha256(text)',
    least: 1,
    most: 1,
    make: (_world, text = '') => textValue(createHash('sha256').update(text).digest('hex')),
  },
  hmac: {
    usage: "$hmac(text, key), or $hmac(text, key, 'base64')",
    least: 2,
    most: 3,
    make: (_world, text = '', key = '', form = 'hex') => {
      if (form !== 'hex' && form !== 'base64' && form !== 'base64url') {
        throw new Unfillable(`hmac writes hex, base64 or base64url, not ${form}`);
      }
      return textValue(createHmac('sha256', key).update(text).digest(form));
    },
  },
  urlencode: {
    usage: '$urlencode(text)',
    least: 1,
    most: 1,
    make: (_world, text = '') => textValue(encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'))),
  },
};

/** The names of all functions. */
export const FUNCTION_NAMES: readonly string[] = Object.keys(FUNCTIONS);

/**
 * What a function gives.
 *
 * @throws Unfillable
 */
export async function callFunction(name: string, given: readonly Value[], world: FunctionWorld): Promise<Value> {
  const row = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (row === undefined) {
    const nearest = nearestWord(name, FUNCTION_NAMES);
    throw new Unfillable(`there is no function ${name}${nearest === undefined ? '' : `: is it ${nearest}?`}`);
  }
  if (given.length < row.least || given.length > row.most) throw new Unfillable(`this is written ${row.usage}`);
  return await row.make(world, ...given.map(({ json }) => textOfJson(json)));
}

function encoded(text: string, encoding: 'base64' | 'base64url'): string {
  return Buffer.from(text, 'utf8').toString(encoding);
}

/** A random UUID, version 4 (RFC 9562 §5.4). */
function uuidFrom(bytes: Uint8Array): string {
  const hex = Buffer.from(
    bytes.map((byte, index) => (index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte)),
  ).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function momentValue(atMs: number, format: string): Value {
  if (Math.abs(atMs) > 8.64e15) throw new Unfillable('there is no such day');
  switch (format) {
    case 'iso':
      return textValue(new Date(atMs).toISOString());
    case 'date':
      return textValue(new Date(atMs).toISOString().slice(0, 10));
    case 'http':
      return textValue(new Date(atMs).toUTCString());
    case 'unix':
      return openValue({ kind: 'number', text: String(Math.floor(atMs / 1000)) });
    case 'unix-ms':
      return openValue({ kind: 'number', text: String(Math.floor(atMs)) });
    default:
      throw new Unfillable(`now writes iso, date, http, unix or unix-ms, not ${format}`);
  }
}

function offsetMs(offset: string): number {
  const { sign = '+', amount = '' } = /^(?<sign>[+-])(?<amount>.*)$/.exec(offset)?.groups ?? {};
  const ms = durationMs(amount);
  if (ms === undefined) throw new Unfillable(`an offset is written +1d, -2h or +30s, not ${offset}`);
  return sign === '-' ? -ms : ms;
}

/** The longest random word: a mistyped number must not fill the memory. */
const LONGEST_WORD = 65_536;
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function randomWord(world: FunctionWorld, length: number): string {
  if (length < 1 || length > LONGEST_WORD) throw new Unfillable(`a random text has 1 to ${LONGEST_WORD} characters`);
  return Array.from({ length }, () => LETTERS[below(LETTERS.length, world)]).join('');
}

function randomNumber(world: FunctionWorld, first: string, last: string): Value {
  const [least, most] = [wholeNumber(first), wholeNumber(last)];
  if (most < least) throw new Unfillable(`there is no number from ${first} to ${last}`);
  return openValue({ kind: 'number', text: String(least + below(most - least + 1, world)) });
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (text === '' || !Number.isSafeInteger(number)) throw new Unfillable(`${text} is not a whole number`);
  return number;
}

/** A random whole number from 0, each as likely as the others. */
function below(limit: number, world: FunctionWorld): number {
  const range = 2 ** 48;
  for (;;) {
    const random = Buffer.from(world.randomBytes(6)).readUIntBE(0, 6);
    if (limit > range || random < range - (range % limit)) return random % limit;
  }
}
