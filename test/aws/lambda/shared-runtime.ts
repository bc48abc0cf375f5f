import './machine-clock.ts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import { answerOf, brokenBy, type Handler, handlerOf } from './handling.ts';
import type { FromShared, ToShared } from './shared-process.ts';

/** What runs in a process that many sandboxes share: each has its own module of its entry, its own environment, and its own lines. What entries import they have in common. */
interface One {
  readonly id: string;
  readonly env: NodeJS.ProcessEnv;
  handler?: Handler;
}

const inside = new AsyncLocalStorage<One>();
const ones = new Map<string, One>();
const tell = (message: FromShared) => process.send?.(message);

const machine = process.env;
const env = () => inside.getStore()?.env ?? machine;
process.env = new Proxy<NodeJS.ProcessEnv>(
  {},
  {
    get: (_, name) => Reflect.get(env(), name),
    set: (_, name, value) => Reflect.set(env(), name, String(value)),
    has: (_, name) => Reflect.has(env(), name),
    deleteProperty: (_, name) => Reflect.deleteProperty(env(), name),
    ownKeys: () => Reflect.ownKeys(env()),
    getOwnPropertyDescriptor: (_, name) =>
      Reflect.getOwnPropertyDescriptor(env(), name) && { value: Reflect.get(env(), name), configurable: true, enumerable: true, writable: true },
  },
);
syncBuiltinESMExports();

const written = (text: unknown): boolean => {
  tell({ id: inside.getStore()?.id ?? '', kind: 'wrote', text: String(text) });
  return true;
};
process.stdout.write = written;
process.stderr.write = written;

process.on('message', async (message: ToShared) => {
  const { id } = message;
  switch (message.kind) {
    case 'open': {
      const one: One = { id, env: { ...message.env } };
      ones.set(id, one);
      await inside.run(one, async () => {
        try {
          one.handler = await handlerOf(message.file, `?${encodeURIComponent(id)}`);
          tell({ id, kind: 'ready' });
        } catch (cause) {
          tell({ id, ...brokenBy(cause) });
        }
      });
      return;
    }
    case 'warm':
      await inside
        .run({ id, env: { ...message.env } }, () => Promise.all(message.files.map((file) => import(file))))
        .then(
          () => tell({ id, kind: 'ready' }),
          (cause) => tell({ id, ...brokenBy(cause) }),
        );
      return;
    case 'event': {
      const one = ones.get(id);
      const { handler } = one ?? {};
      if (one && handler) await inside.run(one, async () => tell({ id, ...(await answerOf(handler, message)) }));
      return;
    }
    case 'close':
      ones.delete(id);
  }
});
