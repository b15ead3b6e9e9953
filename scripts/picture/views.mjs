// The pictures of docs/output.md, each a run against the demo or servers.mjs: `shown` is typed, `words` are given.
const WIDE = { COLORTERM: 'truecolor' };

/** A picture of one command, whose quotes are single ones around a whole word. */
const of = (name, line, more = {}) => ({
  ...{ name, shown: `slip ${line}`, words: line.match(/'[^']*'|\S+/g).map((word) => word.replaceAll("'", '')) },
  ...more,
});

export const VIEWS = [
  of('json', ':4000/books/1'),
  of('sorted', ':4000/books/1 --sort-keys --indent 4'),
  of('problem', ':4000/books/99'),
  of('events', ':4000/events --max-events 2'),
  of('xml', ':4000/catalog.xml'),
  of('form', 'post :4000/books title=Emma by[name]=Austen --as form --offline --print B'),
  of('parts', ':4001/parts'),
  of('csv', ':4001/rows.csv'),
  of('hex', ':4000/covers/1.png --hex'),
  of('pages', "':4000/books?limit=4' --paginate --select '$[*].title'"),
  of('diff', 'diff :4000/books/1 :4000/books/2'),
  of('xpath', ":4001/page --xpath '//H1 | //li[A]'"),
  of('select', ":4000/books --select '$[?@.year>1950].title'"),
  of('table', ':4000/books --table --columns id,title,author,year'),
  of('timing', "':4000/slow?ms=300' -s -o slow.json --timing"),
  of('hops', 'post :4000/redirect/2 title=Emma -L -s -o books.json --hops'),
  of('certs', 'https://localhost:4443 --cacert desk.pem -o page.html --certs'),
  of('collection', 'run'),
  of('collection-test', 'run --test'),
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
  // The last, as the shelf has books more from here on.
  of('diff-saved', 'diff add-book read-book'),
  of('explain', 'post :4000/books title=Emma X-Desk:7 -s -o book.json --explain'),
];
