import { Unfillable } from '../collection/fill.ts';
import type { Tools } from '../collection/tools.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { parseJsonText } from '../json/parse.ts';
import type { JsonNode } from '../json/tree.ts';
import type { Jq } from '../pick/jq.ts';

/** The tools that look into bodies, each loaded when it is asked for. */
export function openTools(readFile: Tools['readFile'], interrupted: AbortSignal): Tools {
  const filters = new Map<string, Jq>();
  return {
    readFile,
    async jq(expression, json) {
      const { openJq } = await import('../pick/jq.ts');
      const results: JsonNode[] = [];
      await refusing(async () => {
        const around = { interrupted, tell: async () => {} };
        filters.set(expression, filters.get(expression) ?? (await openJq(expression, around)));
        const lines: Uint8Array[] = [];
        for await (const bytes of filters.get(expression)?.run(once(json), interrupted) ?? []) lines.push(bytes);
        for (const line of Buffer.concat(lines).toString('utf8').split('\n')) {
          if (line !== '') results.push(parseJsonText(line));
        }
      });
      return results;
    },
    async xpath(expression, markup, contentType) {
      const { openXPath } = await import('../pick/xpath.ts');
      // What an element says, not its markup, is what expectations are about.
      return await refusing(async () => {
        return await (await openXPath(`(${expression}) ! string(.)`, interrupted)).evaluate(
          once(markup),
          contentType,
          interrupted,
        );
      });
    },
    async schema(schema, json) {
      const { schemaFaults } = await import('./json-schema.ts');
      return schemaFaults(schema, json);
    },
    async openapi(question) {
      const { openApiFaults } = await import('./openapi.ts');
      return openApiFaults(question);
    },
  };
}

/** A text as a body of one chunk. */
export async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}

/** What is wrong with an expression, or with the body that it is about, is told where the expression stands. */
async function refusing<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Failure && error.kind !== 'interrupted' ? new Unfillable(error.message) : error;
  }
}

/** Where the files that a collection names may be. */
export interface FileRoot {
  /** @throws Unfillable for a file outside of it. */
  admit(path: string): void;
}

/** Files below a folder, which is empty for the working folder. */
export function fileRoot(folder: string): FileRoot {
  const base = segments(folder);
  const isAbsolute = (path: string): boolean => /^(?:[\\/]|[A-Za-z]:)/.test(path);
  return {
    admit(path) {
      const inside = segments(path);
      const isBelow = base.every((one, index) => inside[index] === one) && inside[base.length] !== '..';
      if (isBelow && isAbsolute(path) === isAbsolute(folder)) return;
      throw new Unfillable(`${path} is outside of the collection's folder: --file-root says where files may be`);
    },
  };
}

/** Reads files that a collection names. */
export function rootedReader(root: FileRoot, files: Pick<Host['files'], 'read'>): Tools['readFile'] {
  return async (path) => {
    root.admit(path);
    try {
      return await files.read(path);
    } catch (cause) {
      const { code } = cause as { code?: string }; // a system error
      throw new Unfillable(`${path} ${code === 'ENOENT' ? 'is not there' : 'cannot be read'}`);
    }
  };
}

/** A path's folders with `.` and `..` worked out; `..` at the start stays. */
function segments(path: string): readonly string[] {
  const kept: string[] = [];
  for (const part of path.split(/[\\/]/)) {
    if (part === '.' || part === '') continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(part);
  }
  return kept;
}
