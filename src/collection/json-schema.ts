import { COLLECTION } from './format.ts';
import { MATCHER } from './matcher-shape.ts';
import type { JsonSchema } from './shape.ts';

/** The JSON Schema (draft 7) of collection files, for editors. */
export function collectionSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'slip collection',
    description: 'Saved requests of slip, which run as tests: slip run',
    ...COLLECTION.schema,
    definitions: { matcher: MATCHER.schema },
  };
}
