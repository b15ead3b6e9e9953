/** The reader of a pipe went away: the run ends without a word. */
export class BrokenPipe extends Error {
    name = 'BrokenPipe';
}
//# sourceMappingURL=host.js.map