import { createPublicKey, verify } from 'node:crypto';
import { bare } from './bare.ts';
import { serve } from './serve.ts';
import { settings } from './settings.ts';

const key = createPublicKey(settings.keys.teams.publicKey);

/** The floor of a server that checks the token's signature at each request. */
await serve(
  bare(({ authorization = '' }) => {
    const token = authorization.slice(7);
    const end = token.lastIndexOf('.');
    return verify('sha256', Buffer.from(token.slice(0, end)), key, Buffer.from(token.slice(end + 1), 'base64url'));
  }),
);
