import { Failure } from '../failure.ts';
import type { Login } from '../request/auth.ts';
import { Secret } from '../secret.ts';

/** curl's bound on the file. */
const MAX_CHARACTERS = 128 * 1024;

/**
 * The first entry of a netrc file that is for this host, and for this name where the URL has one; `undefined` where there
 * is none. The rules are curl's: an entry of another name is passed over, and so is one of this name without a password;
 * one without a name is for everybody; nothing is ever put together from two entries. Hosts compare without case.
 *
 * @param host without brackets.
 * @param name empty where none is known, and every entry will do.
 * @throws Failure `read` where the way to that entry cannot be read.
 */
export function findNetrcLogin(text: string, host: string, name: string): Login | undefined {
  if (text.length > MAX_CHARACTERS) throw new Failure('read', 'the netrc file has more than 128 kB');
  const words = readWords(withoutComments(text));
  let entry: Entry | undefined;
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const keyword = word.isQuoted ? '' : word.text.toLowerCase();
    if (['machine', 'default', 'macdef'].includes(keyword)) {
      const login = loginOf(entry, name);
      if (login !== undefined) return login;
      entry = undefined;
    }
    if (keyword === 'machine') {
      if (words.next()?.text.toLowerCase() === host.toLowerCase()) entry = {};
    } else if (keyword === 'default') entry = {};
    else if (keyword === 'macdef') words.passMacro();
    else if (keyword === 'account') words.next();
    else if (keyword === 'login' || keyword === 'password') {
      const value = words.next()?.text;
      if (value !== undefined && entry !== undefined) entry[keyword] = value;
    }
  }
  return loginOf(entry, name);
}

/** What has been read of an entry that is for the host. */
interface Entry {
  login?: string;
  password?: string;
}

function loginOf(entry: Entry | undefined, name: string): Login | undefined {
  const { login, password } = entry ?? {};
  if (login === undefined && password === undefined) return undefined;
  if (name !== '' && login !== undefined && (login !== name || password === undefined)) return undefined;
  return { name: name === '' ? (login ?? '') : name, password: new Secret(password ?? '') };
}

/** A word, or a text between quotes, where a backslash makes `\n`, `\r` and `\t` and else stands for what comes next. */
const WORD = /[ \t\r\n]*(?:"((?:\\[\s\S]|[^"\\])*)("?)|([^ \t\r\n]+))/y;
const MACRO = /[\s\S]*?\n\r*(?=\n)|[\s\S]*/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

interface Words {
  next(): { readonly text: string; readonly isQuoted: boolean } | undefined;
  /** Goes on to the next empty line, where a macro ends. */
  passMacro(): void;
}

function readWords(text: string): Words {
  let at = 0;
  return {
    next() {
      WORD.lastIndex = at;
      const [, quoted, close, plain] = WORD.exec(text) ?? [];
      // The pattern fails only at the end, and then begins anew.
      at = WORD.lastIndex || text.length;
      if (quoted === undefined) return plain === undefined ? undefined : { text: plain, isQuoted: false };
      if (close === '') throw new Failure('read', 'a quote in the netrc file is not closed');
      return { text: quoted.replace(/\\([\s\S])/g, (_, next) => ESCAPES.get(next) ?? next), isQuoted: true };
    },
    passMacro() {
      MACRO.lastIndex = at;
      MACRO.exec(text);
      at = MACRO.lastIndex;
    },
  };
}

/** A `#` begins a comment only where it begins a line, as passwords hold it too. */
function withoutComments(text: string): string {
  return text.replace(/^[ \t]*#.*(?:\n|$)/gm, '');
}
