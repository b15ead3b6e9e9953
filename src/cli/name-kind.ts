/** Names that users give, which only slip knows where to find: rows of the tables say which of them they take. */
export const NAME_KINDS = ['request', 'tag', 'env', 'variable', 'profile', 'session'] as const;

/** One of them. */
export type NameKind = (typeof NAME_KINDS)[number];

/** The first word of the line by which completion scripts ask for names; no help shows it, and no host is called so. */
export const NAMES_WORD = '__complete';
