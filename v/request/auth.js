/** Nothing was asked yet. */
export const UNASKED = { chosen: undefined, digest: undefined };
/** Of a request that says nothing of who one is. */
export const NOBODY = {
    policy: { schemes: [], sign: undefined, bearer: undefined, netrc: undefined, refusesUrlUser: false },
    login: undefined,
    origin: undefined,
    urlUser: undefined,
    typedNames: [],
    server: UNASKED,
    proxy: UNASKED,
    fields: [],
    withheld: undefined,
    roundCount: 0,
};
//# sourceMappingURL=auth.js.map