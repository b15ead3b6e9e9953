import type { JsonNode } from '../json/tree.ts';

/** What looks into bodies by means that are loaded when they are asked for. */
export interface Tools {
  /** The results of a jq expression. @throws Unfillable for one that is none, and for what jq itself refuses. */
  jq(expression: string, json: string): Promise<readonly JsonNode[]>;
  /** The string values of what an XPath leads to. @throws Unfillable for one that is none, and a body that is no XML. */
  xpath(expression: string, markup: string, contentType: string | undefined): Promise<readonly string[]>;
  /** What a value says against a JSON Schema: a place in it and a sentence each. @throws Unfillable */
  schema(schema: string, json: string): Promise<readonly SchemaFault[]>;
  /** What an answer says against an OpenAPI description. @throws Unfillable */
  openapi(question: OpenApiQuestion): Promise<readonly SchemaFault[]>;
  /** The bytes of a file beside the collection. @throws Unfillable */
  readFile(path: string): Promise<Uint8Array>;
}

/** Where a value breaks a schema. */
export interface SchemaFault {
  /** JSON Pointer (RFC 6901); empty for the whole. */
  readonly pointer: string;
  readonly message: string;
}

/** An answer, and the operation that it is held against. */
export interface OpenApiQuestion {
  /** Text of the description. */
  readonly description: string;
  /** operationId; found by method and path where it is left out. */
  readonly operation: string | undefined;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}
