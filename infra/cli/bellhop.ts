#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Before anything else is imported, so that the next start finds all of it compiled. npm's scripts name a folder for it, and so have this file itself compiled too.
enableCompileCache();
const { runHere } = await import('./process.ts');
await runHere(process.argv.slice(2));
