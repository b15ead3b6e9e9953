/** Where to connect for a host and port: the first detour that fits. `undefined`: there. */
export function detourFor({ host, port }, detours) {
    const found = detours.find((detour) => (detour.host ?? host) === host.toLowerCase() && (detour.port ?? port) === port);
    return found && { host: found.toHost ?? host, port: found.toPort ?? port };
}
//# sourceMappingURL=network.js.map