export {};
//# sourceMappingURL=line.js.map