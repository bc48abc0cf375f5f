import { Agent, request } from 'node:http';
import { bareThen } from './bare.ts';
import { hmacHolds } from './hmac.ts';
import { serve } from './serve.ts';

/** The floor of a round trip: checks the HMAC, acknowledges, and posts a reply to the response_url. Nothing is kept. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const body = JSON.stringify({ text: 'Done.' });
const headers = { 'content-type': 'application/json', 'content-length': body.length };

await serve(
  bareThen(hmacHolds, (done, sent) => {
    done();
    const address = new URLSearchParams(sent.toString()).get('response_url') ?? '';
    request(address, { method: 'POST', agent, headers }, (response) => response.resume()).end(body);
  }),
);
