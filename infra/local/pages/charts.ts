import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { pictureOf } from '../../../shared/picture/picture.ts';
import { isDrawable } from '../../../shared/reply/chart.ts';
import { problemOf } from '../../../shared/reply/problem.ts';
import type { Chart } from '../../../shared/reply/reply.ts';
import { problem } from './problem.ts';

/** Characters of an address that asks for a chart: Node takes 16 KiB of a request's head. */
const addressMost = 12_000;
/** Bytes that one may unpack to. */
const unpackedMost = 400_000;

/** Where the simulator's page finds the picture of a chart: all of it stands in the address, so a page shows it after a restart too. Nothing for one too large for that, or that can't be drawn. */
export function chartAddress(chart: Chart, locale: string): { readonly chart?: string } {
  const packed = deflateRawSync(JSON.stringify({ chart, locale })).toString('base64url');
  return packed.length > addressMost || !isDrawable(chart) ? {} : { chart: `/simulator/chart?of=${packed}` };
}

/** The picture that an address asks for. */
export async function chartPicture(packed: string): Promise<Response> {
  const asked = unpacked(packed);
  if (!asked) return problem(400, 'malformed', 'That is no chart of this page.');
  const png = await pictureOf(asked.chart, asked.locale);
  return new Response(new Uint8Array(png), { headers: { 'content-type': 'image/png', 'cache-control': 'private, max-age=31536000, immutable' } });
}

function unpacked(packed: string): { readonly chart: Chart; readonly locale: string } | null {
  try {
    const { chart, locale } = JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: unpackedMost }).toString());
    return problemOf({ text: '', chart }) === null && chart !== undefined && typeof locale === 'string' ? { chart, locale } : null;
  } catch {
    return null;
  }
}
