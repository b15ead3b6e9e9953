import type { OptionRow } from '../option-row.ts';

/** What is written to files. */
// biome-ignore format: a row reads best as few lines
export const FILE_OPTIONS = {
  output: {
    short: 'o', takes: 'file', value: 'FILE', repeats: true, group: 'Files',
    summary: 'Write the body to a file; `-` is stdout',
    detail: 'One for each URL, in their order. Parents are made with `--create-dirs`.',
  },
  'remote-name': {
    short: 'O', takes: 'nothing', group: 'Files',
    summary: 'Write the body to a file named as in the URL',
    detail: 'The last segment of its path, not decoded; `curl_response` where there is none.',
  },
  'remote-name-all': {
    takes: 'nothing', group: 'Files', rare: true,
    summary: 'As -O, for every URL',
  },
  'remote-header-name': {
    short: 'J', takes: 'nothing', group: 'Files',
    summary: 'With -O, the name the server gives',
    detail: 'That of Content-Disposition, else of a redirect\'s Location, made safe. It overwrites nothing unless `--clobber` is typed.',
  },
  'out-null': {
    takes: 'nothing', group: 'Files', rare: true,
    summary: 'Read the body and drop it; one for each URL',
  },
  'output-dir': {
    takes: 'folder', value: 'FOLDER', group: 'Files',
    summary: 'Folder for -o, -O and --download',
  },
  'create-dirs': {
    takes: 'nothing', group: 'Files',
    summary: 'Make the folders that -o names',
  },
  clobber: {
    takes: 'nothing', initially: 'on', group: 'Files',
    summary: 'Never overwrite: add a number to the name',
    detail: '`NAME.1` and so on up to 99. `--clobber` overwrites, a name from the server (`-J`) too.',
  },
  'skip-existing': {
    takes: 'nothing', group: 'Files', rare: true,
    summary: 'Send nothing where the file is there already',
  },
  'remove-on-error': {
    takes: 'nothing', group: 'Files', rare: true,
    summary: 'Remove what was written of a transfer that failed',
  },
  'continue-at': {
    short: 'C', takes: 'text', mayBeEmpty: true, value: 'OFFSET', group: 'Files',
    summary: 'Go on at this byte; `-`: where the file ends',
    detail: 'Of a download, `-o` is added to; 33 if the server does not go on there, 0 if there is nothing more. Of `-T`, what stands behind that byte is sent. `--download` goes on by itself, and checks that the content is the same.',
  },
  'remote-time': {
    short: 'R', takes: 'nothing', group: 'Files', rare: true,
    summary: 'Give the file the time of Last-Modified',
  },
  'etag-save': {
    takes: 'file', value: 'FILE', group: 'Files', rare: true,
    summary: 'Write the ETag to a file, for --etag-compare',
    detail: 'Both may name one file. A reply without a tag leaves what is in it. `-` is stdout.',
  },
  'create-file-mode': {
    takes: 'octal', value: 'MODE', group: 'Files', rare: true,
    inert: 'it is for files that curl makes over SFTP, SCP or as `file:` URLs, not for those it downloads to',
    summary: 'Mode of files made on a server',
  },
  'dump-header': {
    short: 'D', takes: 'file', value: 'FILE', group: 'Files',
    summary: 'Write the headers to a file; `-` is stdout',
    detail: '`%` is stderr. The file is there, and empty, even if no header came.',
  },
  download: {
    own: true, takes: 'nothing', group: 'Files', excludes: ['remote-name', 'head', 'include'],
    summary: 'Save the body safely, under the server\'s name',
    detail: 'Follows redirects, writes `NAME.part` and renames it when complete, resumes a `.part` that is there, never overwrites; a status of 400 and above writes nothing and exits 22.',
  },
  'max-filesize': {
    takes: 'bytes', value: 'BYTES', group: 'Files',
    summary: 'Refuse a body larger than this, decoded',
  },
} as const satisfies Record<string, OptionRow>;
