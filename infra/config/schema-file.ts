import { fileURLToPath } from 'node:url';

/** Where the JSON Schema lies: beside the sources, and in the package. */
export const schemaFile = fileURLToPath(new URL('../../docs/bellhop.schema.json', import.meta.url));
