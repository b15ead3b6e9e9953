import { Failure } from '../failure.js';
import { formatHttpDate, parseDate } from '../request/date.js';
import { parseHeaderLine } from '../request/header-line.js';
/**
 * Reads `-r`, `-C`, `-z` and `--etag-compare`.
 *
 * @param warn is told what curl warns of and sends all the same.
 * @throws Failure `usage` for what cannot be meant, and for options that exclude each other.
 */
export async function readConditions(options, dialect, urlCount, inputs, warn) {
    refuseRivals(options);
    for (const name of ['etag-save', 'etag-compare']) {
        if (options[name] !== undefined && urlCount > 1)
            throw new Failure('usage', `--${name} is for one URL only`);
    }
    const etagPath = options['etag-compare'];
    const timeText = options['time-cond'];
    return {
        range: options.range === undefined ? undefined : await readRange(options.range, warn),
        timeCondition: timeText === undefined ? undefined : await readTimeCondition(timeText, dialect, inputs, warn),
        continueAt: options['continue-at'] === undefined ? undefined : readOffset(options['continue-at']),
        headers: etagPath === undefined ? [] : parseHeaderLine(`If-None-Match: ${await readEtag(etagPath, inputs, warn)}`),
    };
}
/**
 * The body from a byte on, and what the server is told about that (`Content-Range`), as curl resumes an upload.
 *
 * @throws Failure `usage` for a body that has no bytes to count, `partial` when nothing is left to send.
 */
export function resumedBody(body, continueAt) {
    if (continueAt === undefined || continueAt === 0 || body.kind === 'none')
        return { body, contentRange: undefined };
    if (body.kind !== 'file' || body.byteLength === undefined) {
        throw new Failure('usage', '--continue-at goes on with a file of -T, and with no other body');
    }
    const { byteLength } = body;
    if (continueAt === 'end')
        return { body, contentRange: `bytes 0-${byteLength - 1}/${byteLength}` };
    if (continueAt >= byteLength)
        throw new Failure('partial', `${body.path} has no byte ${continueAt} to go on with`);
    return {
        body: { ...body, byteLength: byteLength - continueAt, startByte: continueAt },
        contentRange: `bytes ${continueAt}-${byteLength - 1}/${byteLength}`,
    };
}
function refuseRivals(options) {
    if (options['continue-at'] === undefined)
        return;
    const rivals = ['range', 'remove-on-error', 'download'];
    const rival = rivals.find((name) => options[name] !== undefined && options[name] !== false);
    if (rival !== undefined)
        throw new Failure('usage', `--continue-at and --${rival} exclude each other`);
    if (options.clobber === false)
        throw new Failure('usage', '--continue-at and --no-clobber exclude each other');
    if (options['continue-at'] === '-' && options['remote-header-name']) {
        throw new Failure('usage', '--continue-at - needs a name that is known before the reply, which -J is not');
    }
}
async function readRange(text, warn) {
    if (text === '')
        throw new Failure('usage', '--range takes bytes, such as 0-499');
    const first = /^\d+(?!\d*-)/.exec(text)?.[0];
    if (first !== undefined) {
        await warn(`a range has a dash in it: ${first}- is what is asked for`);
        return `${first}-`;
    }
    if (/[^\d,-]/.test(text))
        await warn(`the range ${text} is not made of digits, and a server may do anything with it`);
    // It cannot end its line early.
    return parseValue('Range', text);
}
function parseValue(name, value) {
    const [edit] = parseHeaderLine(`${name}: ${value}`);
    return edit?.kind === 'send' ? edit.value : '';
}
function readOffset(text) {
    if (text === '-')
        return 'end';
    if (/^\d{1,15}$/.test(text))
        return Number(text);
    throw new Failure('usage', '--continue-at takes a number of bytes, or -', {
        at: { text: `-C ${text}`, start: 3, end: 3 + Math.max(1, text.length) },
    });
}
/** A date, or the time of a file; in curl's dialect what is neither leaves the condition out. */
async function readTimeCondition(text, dialect, inputs, warn) {
    const [sign = ''] = /^[+=-]/.exec(text) ?? [];
    const typed = text.slice(sign.length);
    const name = sign === '-' ? 'If-Unmodified-Since' : sign === '=' ? 'Last-Modified' : 'If-Modified-Since';
    const atSeconds = parseDate(typed) ?? (await inputs.modifiedAtSeconds(typed));
    if (atSeconds !== undefined)
        return { name, atSeconds, value: formatHttpDate(atSeconds) };
    const sentence = `${typed} is no date, and no file whose time could be taken`;
    if (dialect === 'slip')
        throw new Failure('usage', sentence, { hint: "a date is '31 Dec 2025 12:00:00'" });
    await warn(`${sentence}: -z is left out`);
    return undefined;
}
/** The tag in a file; one that is empty or not there means no version that has been seen. */
async function readEtag(path, inputs, warn) {
    try {
        const bytes = await inputs.read(path, 'read');
        if (bytes.byteLength === 0)
            return '""';
        return Buffer.from(bytes)
            .toString('utf8')
            .replace(/[\r\n\0]/g, '');
    }
    catch (error) {
        if (!(error instanceof Failure) || error.kind !== 'read')
            throw error;
        await warn(error.message);
        return '""';
    }
}
//# sourceMappingURL=conditions.js.map