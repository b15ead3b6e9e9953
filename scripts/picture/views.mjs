// The pictures of docs/output.md, each a run against the demo: `shown` is what is typed, `words` what slip is given.
const WIDE = { COLORTERM: 'truecolor' };

/** A picture of one command without quoting. */
const of = (name, line, more = {}) => ({ name, shown: `slip ${line}`, words: line.split(' '), ...more });

export const VIEWS = [
  of('json', ':4000/books/1'),
  of('sorted', ':4000/books/1 --sort-keys --indent 4'),
  of('events', ':4000/events --max-events 2'),
  of('xml', ':4000/catalog.xml'),
  of('heads', ':4000/books/1 -i'),
  of('verbose', ':4000/books/1 -v'),
  of('style-dark', ':4000/books/1 --style dark', { env: WIDE }),
  of('style-light', ':4000/books/1 --style light', { env: WIDE, paper: '#ffffff', ink: '#24292f' }),
  of('style-solarized', ':4000/books/1 --style solarized', { env: WIDE, paper: '#002b36', ink: '#839496' }),
  of('style-monokai', ':4000/books/1 --style monokai', { env: WIDE, paper: '#272822', ink: '#f8f8f2' }),
  of('style-dracula', ':4000/books/1 --style dracula', { env: WIDE, paper: '#282a36', ink: '#f8f8f2' }),
  of('style-nord', ':4000/books/1 --style nord', { env: WIDE, paper: '#2e3440', ink: '#d8dee9' }),
  of('style-gruvbox', ':4000/books/1 --style gruvbox', { env: WIDE, paper: '#282828', ink: '#ebdbb2' }),
  of('style-high-contrast', ':4000/books/1 --style high-contrast', { paper: '#000000', ink: '#ffffff' }),
];
