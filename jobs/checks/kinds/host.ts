import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';

/** A host's name or address, as a config has it. */
export const host = z
  .string()
  .max(253)
  .refine((text) => isHost(text), { error: 'Write a host like example.com or 192.0.2.1, without a scheme or a port.' })
  .describe('A name or an IP address.');

export const port = z.int('Write a port as a number.').min(1, 'A port is from 1 to 65535.').max(65_535, 'A port is from 1 to 65535.');

export const isHost = (text: string) => isIP(text) !== 0 || (/^[\p{L}\p{N}_-][\p{L}\p{N}._-]*$/u.test(text) && domainToASCII(text) !== '');

/** `example.com:5432`, `[::1]:5432`, or without a port, which then is `usual`. Null for what is neither. */
export function hostAndPort(words: string, usual?: number): { host: string; port: number } | null {
  if (usual !== undefined && isIP(words.trim()) === 6) return { host: words.trim().toLowerCase(), port: usual };
  const found = /^(?:\[([0-9a-f:.]{2,45})\]|([^\s:/@[\]]{1,253}))(?::(\d{1,5}))?$/i.exec(words.trim());
  const name = found?.[1] ?? found?.[2];
  const at = found?.[3] === undefined ? usual : Number(found[3]);
  if (name === undefined || at === undefined || at < 1 || at > 65_535 || !isHost(name)) return null;
  return { host: name.toLowerCase(), port: at };
}

/** `example.com:5432`, `[::1]:5432`. */
export const sayHost = ({ host, port }: { readonly host: string; readonly port: number }) => `${host.includes(':') ? `[${host}]` : host}:${port}`;
