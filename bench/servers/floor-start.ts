import { createServer } from 'node:http';

/** The floor of a start: a bare server that answers 200. */
createServer((_, response) => response.end()).listen(Number(process.argv[2]), '127.0.0.1');
