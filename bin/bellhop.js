#!/usr/bin/env node
// The program as it is: its sources in the checkout, in the package what was built of them, for Node strips no types below `node_modules`.
const isPackage = import.meta.url.includes('/node_modules/');
await import(isPackage ? '../dist/infra/cli/bellhop.js' : '../infra/cli/bellhop.ts');
