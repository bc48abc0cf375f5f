import { makeBundles } from './bundles.ts';

// A process of its own, which bundles.ts starts: the folders of people's own skills are its arguments.
await makeBundles(process.argv.slice(2));
