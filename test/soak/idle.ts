import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { doorNames, post } from '../hostile/doors.ts';
import { dial } from '../hostile/wire.ts';
import { must, type Part } from './part.ts';
import { withServer } from './server.ts';

const connections = 10_000;
const holdMs = 60_000;

/** 10,000 connections that say nothing, opened anew as the server lets go of them, while every door is served within a second. */
export const idle: Part = {
  name: 'idle',
  run: (say) =>
    withServer(async (running, doors) => {
      const open = new Set<Socket>();
      const until = performance.now() + holdMs;
      let opened = 0;
      const keep = async () => {
        while (performance.now() < until) {
          const socket = await dial(running.url);
          opened++;
          open.add(socket);
          socket.resume();
          // Keeps the population up; a hundred at a time, or the system's queue of new connections overflows.
          while (open.size >= connections && performance.now() < until) await sleep(5);
          socket.once('end', () => socket.destroy());
          socket.once('close', () => open.delete(socket));
        }
      };
      const keeping = Promise.all(Array.from({ length: 100 }, keep));
      let most = 0;
      let slowestMs = 0;
      let served = 0;
      for (let n = 1; performance.now() < until; n++) {
        const answers = await Promise.all(doors.map((door) => post(running.url, door, door.good('beside', n))));
        for (const [i, { status, tookMs }] of answers.entries()) {
          must(status === 200 || status === 202, `${doorNames[i]} answered ${status} beside ${open.size} idle connections`);
          slowestMs = Math.max(slowestMs, tookMs);
          served++;
        }
        most = Math.max(most, open.size);
        if (n % 10 === 0) say(`${open.size} connections are open, ${served} deliveries served, the slowest in ${slowestMs.toFixed(0)} ms`);
        await sleep(500);
      }
      await keeping;
      for (const socket of open) socket.destroy();
      must(most >= connections * 0.95, `Only ${most} connections stood at once. Raise the limit of open files: ulimit -n ${2 * connections}.`);
      must(slowestMs < 1_000, `A delivery took ${slowestMs.toFixed(0)} ms.`);
      return `${most} idle connections at once, ${opened} in all; ${served} deliveries beside them, the slowest in ${slowestMs.toFixed(0)} ms`;
    }),
};
