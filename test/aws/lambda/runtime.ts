import { flushCompileCache } from 'node:module';
import { answerOf, brokenBy, handlerOf } from './handling.ts';
import type { FromSandbox, ToSandbox } from './sandbox.ts';

/** What runs in a sandbox, in place of Lambda's own runtime: loads a function's one module and hands it one event after the other. Its module's path is its one argument. */
const tell = (message: FromSandbox) => process.send?.(message);

handlerOf(process.argv[2] ?? '').then(
  (handler) => {
    // Its process may be killed at any time.
    flushCompileCache();
    process.on('message', async (event: ToSandbox) => tell(await answerOf(handler, event)));
    tell({ kind: 'ready' });
  },
  (cause) => tell(brokenBy(cause)),
);
