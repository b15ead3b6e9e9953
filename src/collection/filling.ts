import type { YamlNode, YamlScalar } from '../yaml/node.ts';
import type { Place } from '../yaml/place.ts';
import type { CollectionFile } from './collection.ts';
import type { Scope } from './fill.ts';
import type { EnvironmentForm, RequestForm } from './format.ts';
import type { Named } from './shape.ts';

/** An option, and where it stands in the file. */
export interface ComposedOption {
  readonly name: string;
  readonly value: string | boolean;
  readonly place: Place;
}

/** What a request is filled in with. */
export interface Composing {
  readonly scope: Scope;
  /** The environment that was chosen, in each file that has it. */
  readonly environments: ReadonlyMap<CollectionFile, EnvironmentForm>;
  /** @throws Unfillable for a file that may not be sent. */
  readonly admit: (path: string) => void;
}

/** What the parts of a request are filled in through. */
export interface Filling extends Composing {
  readonly text: (scalar: YamlScalar) => Promise<string>;
  readonly json: (node: YamlNode) => Promise<string>;
  readonly home: CollectionFile;
}

/** Manners of the request first, then those of the defaults of its file and of the files around it. */
export function allManners<T>(
  form: RequestForm,
  home: CollectionFile,
  of: (manners: NonNullable<CollectionFile['form']['defaults']>) => readonly Named<T>[] | undefined,
): readonly Named<T>[] {
  const found = [...(of(form) ?? [])];
  for (let file: CollectionFile | undefined = home; file !== undefined; file = file.parent) {
    found.push(...((file.form.defaults && of(file.form.defaults)) ?? []));
  }
  return found;
}

/** One, or several. */
export function asList(value: YamlScalar | readonly YamlScalar[]): readonly YamlScalar[] {
  return 'kind' in value ? [value] : value;
}
