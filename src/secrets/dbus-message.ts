/**
 * The few D-Bus messages that slip needs to see, without a question to anybody, whether the Secret Service is there and
 * open (D-Bus specification, "Message Protocol").
 */

/** A method to call; its arguments are one string after the other, or one dictionary of strings. */
export interface DbusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly arguments: readonly string[] | Readonly<Record<string, string>> | undefined;
}

/** What came back for the call of this serial number; `error` is the name of one. */
export interface DbusReply {
  readonly serial: number;
  readonly error: string | undefined;
  readonly body: DbusReader;
}

/** Reads values of a body one after the other. */
export interface DbusReader {
  /** Bytes of an array whose elements are aligned to 4, which it passes over. */
  arrayBytes(): number;
  /** The boolean in a variant, `undefined` for a variant of another type. */
  booleanVariant(): boolean | undefined;
}

const LITTLE_ENDIAN = 0x6c;
const METHOD_CALL = 1;
const VERSION = 1;
const [REPLY, ERROR] = [2, 3];

/** Codes of header fields. */
const FIELD = { path: 1, interface: 2, member: 3, errorName: 4, replySerial: 5, destination: 6, signature: 8 } as const;

/** The bytes of a call. */
export function dbusCall(serial: number, call: DbusCall): Uint8Array {
  const given = call.arguments ?? [];
  const body: number[] = [];
  if (isList(given)) for (const text of given) putString(body, text);
  else putDictionary(body, given);
  const signature = isList(given) ? 's'.repeat(given.length) : 'a{ss}';

  const fields: number[] = [];
  putField(fields, FIELD.path, 'o', call.path);
  putField(fields, FIELD.destination, 's', call.destination);
  putField(fields, FIELD.interface, 's', call.interface);
  putField(fields, FIELD.member, 's', call.member);
  if (signature !== '') putField(fields, FIELD.signature, 'g', signature);

  const message: number[] = [LITTLE_ENDIAN, METHOD_CALL, 0, VERSION];
  for (const number of [body.length, serial, fields.length]) putUint32(message, number);
  message.push(...fields);
  align(message, 8);
  return Uint8Array.from([...message, ...body]);
}

function isList(given: NonNullable<DbusCall['arguments']>): given is readonly string[] {
  return Array.isArray(given);
}

function align(bytes: number[], boundary: number): void {
  while (bytes.length % boundary !== 0) bytes.push(0);
}

function putUint32(bytes: number[], value: number): void {
  align(bytes, 4);
  bytes.push(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
}

function putString(bytes: number[], text: string): void {
  const encoded = Buffer.from(text);
  putUint32(bytes, encoded.byteLength);
  bytes.push(...encoded, 0);
}

function putSignature(bytes: number[], text: string): void {
  bytes.push(text.length, ...Buffer.from(text), 0);
}

function putDictionary(bytes: number[], entries: Readonly<Record<string, string>>): void {
  const content: number[] = [];
  for (const [key, value] of Object.entries(entries)) {
    align(content, 8);
    putString(content, key);
    putString(content, value);
  }
  putUint32(bytes, content.length);
  align(bytes, 8);
  bytes.push(...content);
}

function putField(bytes: number[], code: number, type: 'o' | 's' | 'g', text: string): void {
  align(bytes, 8);
  bytes.push(code);
  putSignature(bytes, type);
  if (type === 'g') putSignature(bytes, text);
  else putString(bytes, text);
}

/** Takes the first message off what has come; `undefined` while it is not whole. Signals and calls have no reply in them. */
export function takeMessage(
  received: Buffer,
): { readonly reply: DbusReply | undefined; readonly rest: Buffer } | undefined {
  if (received.byteLength < 16) return undefined;
  const isLittle = received[0] === LITTLE_ENDIAN;
  const uint32 = (at: number): number => (isLittle ? received.readUInt32LE(at) : received.readUInt32BE(at));
  const fieldsEnd = 16 + uint32(12);
  const bodyStart = aligned(fieldsEnd, 8);
  const end = bodyStart + uint32(4);
  if (received.byteLength < end) return undefined;
  const type = received[1];
  const fields = readFields(received.subarray(0, fieldsEnd), uint32);
  const serial = fields.get(FIELD.replySerial);
  const isReply = (type === REPLY || type === ERROR) && typeof serial === 'number';
  const error = type === ERROR ? String(fields.get(FIELD.errorName)) : undefined;
  const body = received.subarray(bodyStart, end);
  return {
    reply: isReply ? { serial, error, body: bodyReader(body, isLittle) } : undefined,
    rest: received.subarray(end),
  };
}

function readFields(head: Buffer, uint32: (at: number) => number): ReadonlyMap<number, string | number> {
  const fields = new Map<number, string | number>();
  let at = 16;
  while (at < head.byteLength) {
    at = aligned(at, 8);
    const code = head[at] ?? 0;
    const type = String.fromCharCode(head[at + 2] ?? 0);
    at += 4;
    if (type === 'g') {
      at += 2 + (head[at] ?? 0);
      continue;
    }
    at = aligned(at, 4);
    const number = uint32(at);
    at += 4;
    if (type === 'u') fields.set(code, number);
    else {
      fields.set(code, head.toString('utf8', at, at + number));
      at += number + 1;
    }
  }
  return fields;
}

function bodyReader(body: Buffer, isLittle: boolean): DbusReader {
  let at = 0;
  const uint32 = (): number => {
    at = aligned(at, 4) + 4;
    return isLittle ? body.readUInt32LE(at - 4) : body.readUInt32BE(at - 4);
  };
  return {
    arrayBytes() {
      const length = uint32();
      at += length;
      return length;
    },
    booleanVariant() {
      const type = body.toString('latin1', at, at + 3);
      at += 3;
      return type === '\x01b\0' ? uint32() === 1 : undefined;
    },
  };
}

function aligned(at: number, boundary: number): number {
  return Math.ceil(at / boundary) * boundary;
}
