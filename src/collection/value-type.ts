import { decodeJsonString, type JsonNode } from '../json/tree.ts';
import type { VALUE_TYPES } from './matcher-shape.ts';

/** A kind of value: JSON's own, or a form of text. */
export type ValueType = (typeof VALUE_TYPES)[number];

/** Forms of text (RFC 3339 for dates, RFC 9562 for UUIDs; an address as browsers' forms take it). */
const FORMS: { readonly [Type in ValueType]?: (text: string) => boolean } = {
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isMoment(text),
  'date-time': (text) =>
    /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text) && isMoment(text),
  uuid: (text) => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text),
  url: (text) => /^[a-z][a-z0-9+.-]*:/i.test(text) && URL.canParse(text),
  email: (text) => /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(text),
};

/** Whether a value is of this type; an integer is a number without a fraction, `1.0` included, as in JSON Schema. */
export function isOfType(json: JsonNode, type: ValueType): boolean {
  const form = FORMS[type];
  if (form !== undefined) return json.kind === 'string' && form(decodeJsonString(json.text));
  if (type !== 'integer') return json.kind === type;
  if (json.kind !== 'number') return false;
  return /^-?\d+$/.test(json.text) || Number.isInteger(Number(json.text));
}

function isMoment(text: string): boolean {
  return !Number.isNaN(Date.parse(text.replace(' ', 'T')));
}
