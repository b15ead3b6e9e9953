import { createHash } from 'node:crypto';

/** What the page says that ends a login. */
export interface PageText {
  readonly isGood: boolean;
  readonly heading: string;
  readonly text: string;
}

const STYLE = `
:root { color-scheme: light dark; --ground: #f6f5f2; --card: #fff; --ink: #1d1d1f; --soft: #5f6068; --edge: #e2e0da; --mark: #1a7f4b }
.bad { --mark: #b3261e }
@media (prefers-color-scheme: dark) {
  :root { --ground: #151517; --card: #1f2023; --ink: #f2f2f3; --soft: #a9abb3; --edge: #33343a; --mark: #57c98a }
  .bad { --mark: #ff8a80 }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif }
main { width: 100%; max-width: 30rem; padding: 2.25rem 2.5rem; background: var(--card); border: 1px solid var(--edge); border-top: 4px solid var(--mark); border-radius: 10px }
p { margin: 0; overflow-wrap: anywhere }
.name { color: var(--mark); font: 600 .95rem ui-monospace, monospace; letter-spacing: .04em }
h1 { margin: .5rem 0 .75rem; font-size: 1.5rem; line-height: 1.25 }
.text { color: var(--soft) }
`;

/**
 * What such a page is sent with. The address that it has may hold a code, which is to be kept by nobody and told to nobody.
 */
export const PAGE_FIELDS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${hashOf(STYLE)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** The page itself, which needs nothing else: no script, no picture, no other request. */
export function pageHtml({ isGood, heading, text }: PageText): string {
  return [
    '<!doctype html>',
    `<html lang="en"${isGood ? '' : ' class="bad"'}>`,
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(heading)} · slip</title>`,
    `<style>${STYLE}</style>`,
    `<main><p class="name">slip</p><h1>${escaped(heading)}</h1><p class="text">${escaped(text)}</p></main>`,
    '</html>',
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
