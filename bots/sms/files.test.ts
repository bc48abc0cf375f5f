import { afterEach, expect, it } from 'vitest';
import type { Channel } from '../../shared/channel/channel.ts';
import type { SentFile } from '../../shared/channel/inbound.ts';
import { startTwilio, type TwilioPlatform } from '../../test/platforms/sms.ts';
import { sms } from './channel.ts';

const made: TwilioPlatform[] = [];
afterEach(async () => {
  for (const one of made.splice(0)) await one.close();
});

async function open(mediaStore?: string): Promise<{ platform: TwilioPlatform; channel: Channel }> {
  const platform = await startTwilio(mediaStore === undefined ? {} : { mediaStore });
  made.push(platform);
  const { env } = platform;
  const configured = sms.configure(env, { clock: { now: Date.now }, random: Math.random, url: 'https://bellhop.example', env });
  if ('off' in configured) throw new Error(configured.off);
  return { platform, channel: configured.on };
}

async function sent({ platform, channel }: Awaited<ReturnType<typeof open>>, body: string, more: Readonly<Record<string, string>>) {
  const received = await channel.receive(platform.request(platform.message(1, body, more)));
  return received.kind === 'inbound' ? received.inbound[0] : undefined;
}

async function content(channel: Channel, file: SentFile, bytesMax = 1_000): Promise<string> {
  const place = { channel: 'sms', bot: 'main', tenant: 'AC', conversation: '+1' };
  const pieces: Uint8Array[] = [];
  for await (const piece of (await channel.openFile?.(file, place, { signal: AbortSignal.timeout(5_000), bytesMax })) ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

it('a picture comes with words or without, and its content from Twilio, which leads on to where it lies', async () => {
  const world = await open();
  const fields = world.platform.media('<svg/>', 'image/svg+xml');
  const file = { name: 'image.svg+xml', mediaType: 'image/svg+xml', ref: expect.stringMatching(/^MM1+\/Media\/ME0+$/) };
  expect(await sent(world, '', fields)).toMatchObject({ said: { kind: 'text', text: '' }, files: [file] });
  const inbound = await sent(world, 'file it', fields);
  expect(inbound).toMatchObject({ said: { text: 'file it' }, files: [file] });
  expect(await content(world.channel, inbound?.files?.[0] as SentFile)).toBe('<svg/>');
  await expect(content(world.channel, inbound?.files?.[0] as SentFile, 5)).rejects.toMatchObject({ code: 'file_too_large' });
});

it('takes no file that does not lie below the messages of Twilio, and STOP beside one is STOP', async () => {
  const world = await open();
  for (const url of ['https://evil.example/x', 'https://api.twilio.com/Messages/MM1/Media/ME1/../../../x', ''])
    expect(await sent(world, 'hello', { NumMedia: '1', MediaUrl0: url, MediaContentType0: 'image/png' })).not.toHaveProperty('files');
  expect(await sent(world, 'STOP', world.platform.media('x', 'text/plain'))).toMatchObject({ said: { kind: 'event', event: 'unsubscribe' } });
});

it.each(['http://169.254.169.254/', 'https://mms.twiliocdn.com.evil.example/', 'https://mms.twiliocdn.com:8443/'])(
  'is not led to %s',
  async (elsewhere) => {
    const world = await open(elsewhere);
    const inbound = await sent(world, 'hello', world.platform.media('x', 'text/plain'));
    await expect(content(world.channel, inbound?.files?.[0] as SentFile)).rejects.toMatchObject({
      code: 'sms_file',
      message: expect.stringContaining('307'),
    });
  },
);
