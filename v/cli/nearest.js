import { OPTION_NAMES } from './options.js';
/** The long or short option nearest to an unknown one, if any is near. */
export function nearestOption(flag) {
    const typed = flag.replace(/=.*$/s, '').replace(/^--?/, '');
    if (typed.length < 2)
        return undefined;
    const bare = typed.replace(/^no-/, '');
    let best;
    let bestDistance = Math.max(1, Math.floor(bare.length / 3)) + 1;
    for (const name of OPTION_NAMES) {
        const distance = name.startsWith(bare) ? 1 : editDistance(bare, name);
        if (distance >= bestDistance)
            continue;
        bestDistance = distance;
        best = `${typed === bare ? '--' : '--no-'}${name}`;
    }
    return best;
}
/** Levenshtein's distance, a swap of neighbours counting as one. */
function editDistance(left, right) {
    let beforeLast = [];
    let last = Array.from({ length: right.length + 1 }, (_, column) => column);
    for (let row = 1; row <= left.length; row++) {
        const current = [row];
        for (let column = 1; column <= right.length; column++) {
            const same = left[row - 1] === right[column - 1];
            let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
            const swapped = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
            if (swapped)
                cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
            current.push(cost);
        }
        beforeLast = last;
        last = current;
    }
    return last[right.length] ?? 0;
}
//# sourceMappingURL=nearest.js.map