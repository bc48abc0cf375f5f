import type { Socket } from 'node:net';
import type { Attempt } from '../attempt.ts';
import { askH2 } from '../h2.ts';
import { type Answer, bodyBytesMax, type Question } from './ask.ts';

/** The same question by HTTP/2. */
export async function askHttp2(url: URL, stream: Socket, { method, headers, body, reads }: Question, attempt: Attempt): Promise<Answer> {
  const named: Record<string, string> = { ':method': method };
  for (let i = 0; i + 1 < headers.length; i += 2) named[(headers[i] ?? '').toLowerCase()] = headers[i + 1] ?? '';
  const answer = await askH2(url, stream, { headers: named, body, bytesMax: bodyBytesMax }, attempt);
  return {
    status: answer.status,
    header: (name) => {
      const value = answer.headers[name];
      return value === undefined ? undefined : String(value);
    },
    body: reads ? answer.body.toString('utf8') : '',
    version: '2.0',
  };
}
