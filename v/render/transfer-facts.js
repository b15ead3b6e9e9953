export {};
//# sourceMappingURL=transfer-facts.js.map