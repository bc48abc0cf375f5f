import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { teamsListing } from './listing.ts';

const appId = '00000000-0000-4000-8000-000000000000';
const listing = teamsListing(appId, 'https://bellhop.example', manualClock(Date.UTC(2026, 10, 5, 9, 7)));
const named = (name: string, more: object = {}) => command({ name, summary: `Does ${name} ${'x'.repeat(200)}`, run: () => undefined, ...more });
const twelve = Array.from({ length: 12 }, (_, i) => named(`c${i}`));

/** The files of a zip, as its directory has them; each check sum is looked at. */
function unzipped(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const end = bytes.length - 22;
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50);
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    const [sum, size, nameLength, local] = [
      bytes.readUInt32LE(at + 16),
      bytes.readUInt32LE(at + 24),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt32LE(at + 42),
    ];
    expect(bytes.readUInt32LE(local)).toBe(0x04034b50);
    const body = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(body, body + size);
    expect(crc32(content)).toBe(sum);
    files.set(bytes.toString('latin1', at + 46, at + 46 + nameLength), content);
    at += 46 + nameLength;
  }
  expect(at).toBe(end);
  return files;
}

function pixels(picture: Buffer): { readonly size: number; readonly colours: readonly string[] } {
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  const [size, length] = [picture.readUInt32BE(16), picture.readUInt32BE(33)];
  const rows = inflateSync(picture.subarray(41, 41 + length));
  expect(rows.length).toBe(size * (1 + 4 * size));
  const colours = new Set<string>();
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) colours.add(rows.toString('hex', y * (1 + 4 * size) + 1 + 4 * x, y * (1 + 4 * size) + 5 + 4 * x));
  return { size, colours: [...colours].sort() };
}

describe("the app's package", () => {
  const { parts, leftOut } = listing.wanted(twelve);
  const files = unzipped(Buffer.from(listing.files(parts)[0]?.content ?? ''));
  const manifest = JSON.parse(String(files.get('manifest.json')));

  it('shows the first ten commands in every scope, and names the rest', () => {
    expect(leftOut).toEqual(['c10', 'c11'].map((name) => ({ command: name, why: 'a list shows 10 commands' })));
    const [{ commandLists }] = manifest.bots;
    expect(commandLists).toHaveLength(1);
    expect(commandLists[0].scopes).toEqual(['personal', 'team', 'groupChat']);
    expect(commandLists[0].commands.map(({ title }: { title: string }) => title)).toEqual(twelve.slice(0, 10).map(({ name }) => name));
    for (const { description } of commandLists[0].commands) expect(description.length).toBeLessThanOrEqual(128);
  });

  it("keeps to the manifest's lengths and forms (1.27)", () => {
    expect(manifest).toMatchObject({ manifestVersion: '1.27', id: appId, bots: [{ botId: appId }], validDomains: ['bellhop.example'] });
    expect(manifest.version).toBe('1.261105.907');
    expect(manifest.name.short.length).toBeLessThanOrEqual(30);
    expect(manifest.description.short.length).toBeLessThanOrEqual(80);
    expect(manifest.developer.name.length).toBeLessThanOrEqual(32);
    for (const address of ['websiteUrl', 'privacyUrl', 'termsOfUseUrl']) expect(manifest.developer[address]).toMatch(/^https:/);
    expect(manifest.accentColor).toMatch(/^#[0-9A-F]{6}$/);
  });

  it('has both icons: one of 192 without a hole, one of 32 in white on nothing', () => {
    const [colour, outline] = [manifest.icons.color, manifest.icons.outline].map((name) => pixels(files.get(name) ?? Buffer.alloc(0)));
    expect(colour).toEqual({ size: 192, colours: ['24547cff', 'ffffffff'] });
    expect(outline).toEqual({ size: 32, colours: ['ffffff00', 'ffffffff'] });
  });
});

it('offers in the menu of a message what a command takes from one, ten at most', () => {
  const on = (name: string, label = `On ${name}`, param = 'words') => named(name, { params: { [param]: text() }, onMessage: { param, label } });
  const twelve = Array.from({ length: 11 }, (_, i) => on(`k${i}`));
  const { parts, leftOut } = listing.wanted([...twelve, on('long', 'On long', 'x'.repeat(64))]);
  expect(leftOut.filter(({ why }) => why.includes('menu of a message')).map(({ command: name }) => name)).toEqual(['long', 'k10']);
  const manifest = JSON.parse(String(unzipped(Buffer.from(listing.files(parts)[0]?.content ?? '')).get('manifest.json')));
  expect(manifest.composeExtensions).toHaveLength(1);
  const [{ botId, commands }] = manifest.composeExtensions;
  expect([botId, commands.length]).toEqual([appId, 10]);
  expect(commands[0]).toEqual({
    id: 'k0:words',
    type: 'action',
    context: ['message'],
    fetchTask: true,
    title: 'On k0',
    description: expect.any(String),
  });
  for (const { description } of commands) expect(description.length).toBeLessThanOrEqual(128);
});

it('is uploaded by a person: Teams can not be asked, nor told, with what a bot has', async () => {
  expect(listing.apply).toBeUndefined();
  expect(
    await listing.published(['commands'], { signal: AbortSignal.timeout(1), token: { read: async () => null, keep: async () => {} } }),
  ).toBeNull();
});
