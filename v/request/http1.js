export {};
//# sourceMappingURL=http1.js.map