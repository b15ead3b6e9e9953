// The licences of the packages whose code is in dist/, which their terms ask to go along with it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** One text with name, version and licence of every package that the bundle took a file from. */
export function bundledLicenses(root, inputs) {
  const folders = new Set(
    inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8'));
      const file = readdirSync(`${root}${folder}`).find((entry) => /^licen[cs]e/i.test(entry));
      const text =
        file && existsSync(`${root}${folder}/${file}`) ? readFileSync(`${root}${folder}/${file}`, 'utf8').trim() : '';
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(72)}\n\n`);
}
