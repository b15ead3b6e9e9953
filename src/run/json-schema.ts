import { Ajv, type ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { Unfillable } from '../collection/fill.ts';
import type { SchemaFault } from '../collection/tools.ts';

/**
 * Where a JSON text breaks a JSON Schema: draft 2020-12 unless `$schema` says an older one.
 *
 * @throws Unfillable for a schema that is none. A body that is no JSON is a fault.
 */
export function schemaFaults(schema: string, json: string): readonly SchemaFault[] {
  const read = parsed(schema);
  const draft = '$schema' in read ? String(read.$schema) : '';
  const ajv = /draft-0[467]/.test(draft) ? new Ajv(SETTINGS) : new Ajv2020(SETTINGS);
  return faultsOf(ajv, read, json);
}

/** Where a JSON text breaks the schema at a JSON Pointer of a larger document, to whose parts it may refer. */
export function faultsWithin(document: object, pointer: string, json: string): readonly SchemaFault[] {
  const ajv = new Ajv2020(SETTINGS);
  ajv.addSchema(document, DOCUMENT);
  return faultsOf(ajv, { $ref: `${DOCUMENT}#${pointer.split('/').map(encodeURIComponent).join('/')}` }, json);
}

const DOCUMENT = 'slip:document';
const SETTINGS = { allErrors: true, strict: false, validateFormats: true } as const;

function faultsOf(ajv: Ajv | Ajv2020, schema: object, json: string): readonly SchemaFault[] {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    return [{ pointer: '', message: 'is JSON' }];
  }
  addFormats.default(ajv);
  try {
    const validate = ajv.compile(schema);
    return validate(value) ? [] : (validate.errors ?? []).map(faultOf);
  } catch (error) {
    throw new Unfillable(`this is not a JSON Schema: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parsed(schema: string): object {
  try {
    const value: unknown = JSON.parse(schema);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below.
  }
  throw new Unfillable('this is not a JSON Schema');
}

function faultOf({ instancePath, message = 'breaks the schema', params, keyword }: ErrorObject): SchemaFault {
  const more = keyword === 'additionalProperties' ? `: ${String(params.additionalProperty)}` : '';
  return { pointer: instancePath, message: `${message}${more}` };
}
