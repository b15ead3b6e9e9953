import type { YamlNode } from './node.ts';
import type { YamlFile } from './place.ts';
import { readPlainYaml } from './plain.ts';

/**
 * Reads a file of one YAML document (YAML 1.2, core schema). An empty one is `null`.
 *
 * @throws Failure `config` with file, line and column, as `readYaml` does.
 */
export async function readYamlFile(file: YamlFile): Promise<YamlNode> {
  return readPlainYaml(file.text) ?? (await import('./tree.ts')).readYaml(file);
}
