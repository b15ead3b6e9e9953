/**
 * The trace that the options ask for. `-vv` adds times and numbers, `-vvv` is all that passes. In curl's dialect the last
 * of `-v`, `--trace` and `--trace-ascii` counts; slip's own `-v` is no trace, and stands beside one, but for a `-v` that
 * has times or numbers to show.
 */
export function chooseTrace(occurrences, dialect) {
    let written;
    let time = false;
    let ids = false;
    let level = 0;
    for (const [index, { name, value }] of occurrences.entries()) {
        switch (name) {
            case 'verbose': {
                const isAgain = occurrences[index - 1]?.name === 'verbose' && level > 0;
                level = value === true ? (isAgain ? level + 1 : 1) : 0;
                if (dialect === 'curl')
                    written = undefined;
                if (level !== 1)
                    time = ids = level > 1;
                break;
            }
            case 'trace':
            case 'trace-ascii':
                written = { form: name === 'trace' ? 'hex' : 'ascii', target: String(value) };
                break;
            case 'trace-time':
                time = value === true;
                break;
            case 'trace-ids':
                ids = value === true;
                break;
            case 'trace-config':
                for (const { word, isOn } of traceWords(String(value))) {
                    if (word === 'time' || word === 'all')
                        time = isOn;
                    if (word === 'ids' || word === 'all')
                        ids = isOn;
                }
                break;
        }
    }
    if (written !== undefined)
        return { ...written, time, ids, replacesVerbose: dialect === 'curl' };
    if (level === 0 || (dialect === 'slip' && !time && !ids))
        return undefined;
    return { form: level > 2 ? 'ascii' : 'plain', target: '%', time, ids, replacesVerbose: true };
}
/** `time,-ids`; the names of curl's inner parts are words that change nothing here. */
function traceWords(text) {
    return text.split(',').map((typed) => {
        const word = typed.trim().toLowerCase();
        return { word: word.replace(/^[-+]/, ''), isOn: !word.startsWith('-') };
    });
}
//# sourceMappingURL=trace-choice.js.map