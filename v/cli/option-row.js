/** The headings under which options stand in the help, the manual and the README, in this order. */
export const OPTION_GROUPS = [
    'Request',
    'Body',
    'Cookies',
    'Credentials',
    'Redirects',
    'Output',
    'Files',
    'Failing',
    'Many',
    'Connection',
    'Proxy',
    'TLS',
    'General',
];
//# sourceMappingURL=option-row.js.map