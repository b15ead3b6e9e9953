/** One trace that tells two, of which either may be missing. */
export function bothTraces(one, other) {
    if (one === undefined || other === undefined)
        return one ?? other;
    return async (event, connectionIndex) => {
        await Promise.all([one(event, connectionIndex), other(event, connectionIndex)]);
    };
}
//# sourceMappingURL=trace.js.map