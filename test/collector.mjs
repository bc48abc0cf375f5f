// Loaded beside a server (`node --import`): SIGUSR2 collects its garbage, so that what is kept can be told from what is not collected yet.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => collect({ type: 'major', execution: 'sync' }));
