import { Unfillable } from '../collection/fill.ts';
import type { Tools } from '../collection/tools.ts';
import type { Host } from '../host.ts';

/** The tools that look into bodies, each loaded when it is asked for. */
export function openTools(readFile: Tools['readFile']): Tools {
  return {
    readFile,
    async jq() {
      throw new Unfillable('jq is not here yet');
    },
    async xpath() {
      throw new Unfillable('XPath is not here yet');
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
