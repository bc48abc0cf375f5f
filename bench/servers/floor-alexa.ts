import { verify, X509Certificate } from 'node:crypto';
import { bare } from './bare.ts';
import { serve } from './serve.ts';
import { settings } from './settings.ts';

const key = new X509Certificate(settings.keys.alexa.chain).publicKey;

/** The least a server must do to believe Alexa, once it has the certificate: check the signature over the body. */
await serve(bare((headers, body) => verify('sha256', body, key, Buffer.from(String(headers['signature-256']), 'base64'))));
