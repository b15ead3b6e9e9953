import type { Inputs } from '../cli/inputs.ts';
import { tildePath } from '../cli/item-files.ts';
import { Unfillable } from '../collection/fill.ts';
import { Failure } from '../failure.ts';
import type { Extra } from './line.ts';
import type { FileRoot } from './tools.ts';

/** Inputs of a saved request: files below the root, whichever way it names them, and those that are typed beside it. */
export function rootedInputs(inputs: Inputs, root: FileRoot, { words, occurrences }: Extra): Inputs {
  const typed = [...words, ...occurrences.map(({ value }) => String(value))];
  const admit = (path: string): void => {
    if (path === '-' || typed.some((one) => one.includes(path) || one.includes(tildePath(path, inputs.env)))) return;
    try {
      root.admit(path);
    } catch (cause) {
      throw cause instanceof Unfillable ? new Failure('config', cause.message, { cause }) : cause;
    }
  };
  return {
    ...inputs,
    async read(path, kind) {
      admit(path);
      return await inputs.read(path, kind);
    },
    async byteLength(path, kind) {
      admit(path);
      return await inputs.byteLength(path, kind);
    },
  };
}
