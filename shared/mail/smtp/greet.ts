import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Server } from './server.ts';

/** Says hello to the server, signs in and takes leave, with nothing sent. Rejects with what was in the way. */
export function greet({ connection: options, auth }: Server, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const connection = new SMTPConnection(options);
    const fail = (cause: unknown) => {
      signal.removeEventListener('abort', giveUp);
      connection.close();
      reject(cause);
    };
    const leave = () => {
      signal.removeEventListener('abort', giveUp);
      connection.quit();
      resolve();
    };
    const giveUp = () => fail(signal.reason);
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    connection.on('error', fail);
    connection.connect((cause) => {
      if (cause) fail(cause);
      else if (auth && connection.allowsAuth) connection.login({ credentials: auth }, (refused) => (refused ? fail(refused) : leave()));
      else leave();
    });
  });
}
