import { authorized } from '../auth/authorize.js';
import { draftsFromInvocation } from '../cli/draft.js';
import { chooseTrace } from '../cli/trace-choice.js';
import { resolveSettings } from '../config/settings.js';
import { colorLevel } from '../render/color-level.js';
import { openTheme } from '../render/paint.js';
import { decideView } from '../render/view.js';
import { acceptedCodings } from '../request/codings.js';
import { CURL_USER_AGENT, planRequest } from '../request/plan.js';
import { etagFile } from '../store/etag-file.js';
import { headerDump } from '../store/header-dump.js';
import { openAuthTools, withProxyPassword } from './auth-tools.js';
import { openConsole } from './console.js';
import { destinationOf } from './destination.js';
import { openWriteOut } from './write-out.js';
/** Loads what `--hsts` and `--alt-svc` need, where one of them stands. */
export function memoryOpener(host) {
    let strictHosts;
    return async ({ options, dialect }, console) => {
        if (options.hsts === undefined && options['alt-svc'] === undefined)
            return undefined;
        const { noStrictHosts, openHostMemory } = await import('./host-memory.js');
        strictHosts ??= noStrictHosts();
        return await openHostMemory({ strictHosts, options, dialect, host, console });
    };
}
/** Loads the cookie engine where a part asks for one; all have one jar. */
export function cookieOpener(inputs, host) {
    let jar;
    return async ({ options, dialect }, console) => {
        const namesFile = options.cookie?.some((value) => !value.includes('=')) === true;
        if (!namesFile && options['cookie-jar'] === undefined)
            return undefined;
        const { emptyJar, openCookieEngine } = await import('./cookies.js');
        jar ??= emptyJar();
        return await openCookieEngine({ jar, options, dialect, inputs, host, console });
    };
}
/**
 * A part made ready. In slip's manner the first request of each URL is planned once to begin with, so that nothing is sent
 * of a line that has a fault; curl finds the fault when it gets there.
 *
 * @throws Failure for what keeps the whole part from being sent.
 */
export async function preparePart(invocation, given, host, transport, openers) {
    const { dialect } = invocation;
    // Nobody is asked for what would be masked.
    const masks = invocation.options['as-curl'] && !invocation.options['show-secrets'];
    const inputs = masks ? { ...given, askSecret: async () => '' } : given;
    const options = await withProxyPassword(invocation.options, inputs);
    const settings = resolveSettings(options, host.env, dialect, await openAuthTools(options, host));
    // What the desk needs of a view depends on no single request.
    const view = viewFor(invocation, 'GET', false, host);
    const theme = await bodyTheme(view, host);
    const console = openConsole(host, await consoleTheme(view, host), {
        notes: view.notes,
        warnings: options.silent !== true,
        errors: view.errors,
        debug: options.debug === true,
    });
    const memory = await openers.memory(invocation, console);
    const plan = (picked, urlIndex, transferIndex) => {
        const { draft } = picked;
        const request = planRequest(draft, {
            ...settings,
            ...(memory === undefined ? {} : { upgraded: memory.upgraded }),
            acceptEncoding: settings.compressed ? acceptedCodings(host.decodesZstd, dialect) : undefined,
            decodesTyped: options.compressed === true,
            userAgent: dialect === 'curl' ? CURL_USER_AGENT : `slip/${host.version}`,
        });
        // What a request says of who one is is made when it is sent; that it can be made is known now.
        authorized(request, host);
        const destination = destinationOf(invocation, urlIndex, request, picked);
        const view = viewFor(invocation, request.method, destination.kind !== 'stdout', host);
        const { url: typedUrl, timeCondition, range, continueAt } = draft;
        return {
            plan: request,
            destination,
            view,
            typedUrl,
            urlIndex,
            transferIndex,
            // A part is not held to a time (RFC 9110 §13.2.2), in curl neither.
            timeCondition: range === undefined && continueAt === undefined ? timeCondition : undefined,
            continueAt: request.body.kind === 'none' ? continueAt : undefined,
        };
    };
    const series = await draftsFromInvocation(invocation, inputs, () => boundaryFrom(host, dialect), console.warning);
    const desk = {
        host,
        options,
        theme,
        headTheme: options['styled-output'] === false ? await openTheme(view.style, 0) : theme,
        console,
        send: transport.send,
        retries: settings.retries,
        memory,
        cookies: await openers.cookies(invocation, console),
        tracer: undefined,
        headerDump: options['dump-header'] === undefined
            ? undefined
            : headerDump(host, options['dump-header'], options['create-dirs'] === true),
        etagFile: options['etag-save'] === undefined
            ? undefined
            : etagFile(host.files, options['etag-save'], options['create-dirs'] === true, dialect),
        writeOut: await openWriteOut(options['write-out'], inputs),
    };
    return { series: dialect === 'slip' ? await checked(series, plan) : series, plan, desk };
}
async function checked(series, plan) {
    const all = [];
    for (const one of series) {
        const first = await one.at(0n);
        plan(first, all.length, 0);
        all.push({ count: one.count, at: async (index) => (index === 0n ? first : await one.at(index)) });
    }
    return all;
}
/** Random, so that no content can hold it; curl's has this form and length. */
function boundaryFrom(host, dialect) {
    const random = Buffer.from(host.randomBytes(18)).toString('hex');
    return dialect === 'curl' ? `${'-'.repeat(24)}${random.slice(0, 22)}` : `slip-${random}`;
}
function viewFor({ options, dialect, occurrences }, method, bodyToFile, host) {
    const { env, platform, stdout, stderr } = host;
    return decideView(options, method, {
        dialect,
        isTraced: chooseTrace(occurrences, dialect)?.replacesVerbose === true,
        stdoutIsTerminal: stdout.isTerminal,
        stderrIsTerminal: stderr.isTerminal,
        stdoutColors: colorLevel({ isTerminal: stdout.isTerminal, env, platform }),
        isDumb: env.TERM === 'dumb',
        refusesColor: Boolean(env.NO_COLOR),
        bodyToFile,
    });
}
/** Colours of stdout: those of its terminal, or for a pipe that asked for them as many as the terminal around it has. */
async function bodyTheme(view, host) {
    if (!view.colored)
        return await openTheme(view.style, 0);
    const { NO_COLOR: _refused, ...env } = host.env;
    return await openTheme(view.style, colorLevel({ isTerminal: host.stdout.isTerminal, env, platform: host.platform, asked: true }));
}
async function consoleTheme(view, host) {
    const { env, platform, stderr } = host;
    return await openTheme(view.style, colorLevel({ isTerminal: stderr.isTerminal, env, platform }));
}
//# sourceMappingURL=part.js.map