import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ListenContext } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { systemClock } from '../../shared/clock.ts';
import { InboxFull, StorageFailed } from '../../shared/errors.ts';
import { mention, pressed, type SlackStandIn, slashCommand, startSlack, workspace } from '../../test/platforms/slack.ts';
import { slack } from './channel.ts';

const ts = '1700000000.000100';
let platform: SlackStandIn;
let stop: AbortController;
let listening: Promise<void>;
const kept: Inbound[] = [];
const states: { ok: boolean; detail: string }[] = [];
const accept = vi.fn<ListenContext['accept']>();

beforeEach(async () => {
  platform = await startSlack();
  stop = new AbortController();
  kept.length = 0;
  states.length = 0;
  accept.mockReset().mockImplementation(async (inbound) => {
    kept.push(inbound);
    return { known: false };
  });
});
afterEach(async () => {
  stop.abort();
  await listening;
  await platform.close();
});

function listen(env: Record<string, string> = platform.socketEnv): void {
  const configured = slack.configure(env, { clock: systemClock, random: Math.random, url: 'http://127.0.0.1:8080', env });
  if ('off' in configured || !configured.on.listen) throw new Error('Socket Mode is off');
  const log = { info: () => {}, warn: () => {} };
  listening = configured.on.listen({ accept, signal: stop.signal, log, report: (state) => states.push(state) });
}
const slash = (fields: Record<string, string> = {}) => Object.fromEntries(new URLSearchParams(slashCommand(fields)));

describe('Socket Mode', () => {
  it('takes commands, mentions and buttons, and acknowledges what is kept', async () => {
    listen();
    await platform.connected();
    expect(await platform.push('slash_commands', slash({ command: '/check', text: 'a.example' }))).toBe(true);
    expect(await platform.push('events_api', JSON.parse(mention('<@UBOT1> check b.example', ts)))).toBe(true);
    expect(await platform.push('interactive', pressed('check|site=c.example'))).toBe(true);
    expect(kept.map(({ said }) => said)).toEqual([
      { kind: 'text', text: 'check a.example', explicit: true },
      { kind: 'text', text: 'check b.example' },
      { kind: 'action', token: 'check|site=c.example' },
    ]);
    expect(states).toEqual([{ ok: true, detail: 'connected by Socket Mode' }]);
  });

  it('gives the keys that HTTP gives', async () => {
    listen();
    await platform.connected();
    await platform.push('events_api', JSON.parse(mention('<@UBOT1> help', ts)));
    await platform.push('slash_commands', slash({ trigger_id: '9.9.9' }));
    expect(kept.map(({ key }) => key)).toEqual([`${workspace.channel}:${ts}`, '9.9.9']);
  });

  it('acknowledges only after it is kept', async () => {
    let keep = () => {};
    accept.mockImplementation(() => new Promise((resolve) => (keep = () => resolve({ known: false }))));
    listen();
    await platform.connected();
    const acked = platform.push('slash_commands', slash());
    await vi.waitFor(() => expect(accept).toHaveBeenCalled());
    const early = await Promise.race([acked, new Promise((resolve) => setTimeout(resolve, 50, 'not yet'))]);
    expect(early).toBe('not yet');
    keep();
    expect(await acked).toBe(true);
  });

  it('tells the person of a slash command when the inbox is full', async () => {
    listen();
    await platform.connected();
    accept.mockRejectedValueOnce(new InboxFull('interactive'));
    expect(await platform.push('slash_commands', slash({ response_url: platform.responseUrl() }))).toBe(true);
    expect(platform.acknowledgements).toEqual([{ response_type: 'ephemeral', text: expect.stringContaining('try again in a minute') }]);
  });

  it.each([
    ['an event', 'events_api', () => JSON.parse(mention('<@UBOT1> help', ts))],
    ['a button', 'interactive', () => pressed('help')],
  ] as const)('does not acknowledge %s when the inbox is full', async (_, type, payload) => {
    listen();
    await platform.connected();
    accept.mockRejectedValueOnce(new InboxFull('interactive'));
    expect(await platform.push(type, payload(), 200)).toBe(false);
    expect(await platform.push(type, payload())).toBe(true);
  });

  it.each([
    ['nothing can be stored', new StorageFailed('The command', new Error('disk'))],
    ['something else is wrong', new Error('defect')],
  ])('does not acknowledge when %s, and goes on', async (_, cause) => {
    listen();
    await platform.connected();
    accept.mockRejectedValueOnce(cause);
    expect(await platform.push('slash_commands', slash(), 200)).toBe(false);
    expect(await platform.push('slash_commands', slash())).toBe(true);
  });

  it('acknowledges chatter, which it drops', async () => {
    listen();
    await platform.connected();
    expect(await platform.push('events_api', { type: 'event_callback', event: { type: 'reaction_added' } })).toBe(true);
    expect(kept).toEqual([]);
  });

  it.each([
    'null',
    '0',
    '"x"',
    '[]',
    '{}',
    'not json',
    '{"type":"events_api"}',
    '{"type":"events_api","payload":null}',
    '{"type":"events_api","payload":{"event":null}}',
    '{"type":null}',
  ])('survives the frame %s', async (frame) => {
    listen();
    await platform.connected();
    platform.frame(frame);
    expect(await platform.push('slash_commands', slash())).toBe(true);
  });

  it.each(['warning', 'refresh_requested'] as const)('that Slack renews (%s) goes on until the new one stands', async (how) => {
    listen();
    await platform.connected();
    platform.disconnect(how);
    expect(await platform.push('slash_commands', slash())).toBe(true);
    await vi.waitFor(() => expect(states.filter(({ ok }) => ok)).toHaveLength(2), 5_000);
    await vi.waitFor(() => expect(platform.standing()).toBe(1), 5_000);
    expect(await platform.push('slash_commands', slash({ trigger_id: '2' }))).toBe(true);
    expect(kept).toHaveLength(2);
  });

  it('leaves nothing on its signal when it is renewed', async () => {
    listen();
    await platform.connected();
    await vi.waitFor(() => expect(states).toHaveLength(1));
    const before = getEventListeners(stop.signal, 'abort').length;
    platform.disconnect('refresh_requested');
    await vi.waitFor(() => expect(states).toHaveLength(2), 5_000);
    await vi.waitFor(() => expect(platform.standing()).toBe(1), 5_000);
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(before);
  });

  it('gives up connecting when its signal comes', async () => {
    platform.misbehave({ kind: 'silent' });
    listen();
    await vi.waitFor(() => expect(platform.calls).toHaveLength(1));
    stop.abort();
    await listening;
    await vi.waitFor(() => expect(platform.abandoned).toEqual(['apps.connections.open']));
  });

  it.each(['refresh_requested', 'link_disabled', 'cut'] as const)('connects again by itself after a %s', async (how) => {
    listen();
    await platform.connected();
    platform.disconnect(how);
    await vi.waitFor(() => expect(platform.calls.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(2), 5_000);
    await vi.waitFor(() => expect(states.filter(({ ok }) => ok)).toHaveLength(2), 5_000);
    expect(await platform.push('slash_commands', slash())).toBe(true);
  });

  it('keeps trying while Slack can not be reached, and says so', async () => {
    platform.misbehave({ kind: 'error', status: 500 });
    platform.misbehave({ kind: 'closed' });
    listen();
    await vi.waitFor(() => expect(states.at(-1)).toEqual({ ok: true, detail: 'connected by Socket Mode' }), 10_000);
    expect(states.slice(0, 2)).toEqual([
      { ok: false, detail: 'Socket Mode is not connected: Slack answered 500.' },
      { ok: false, detail: expect.stringContaining("Slack's answer did not come") },
    ]);
  });

  it('says what is wrong with a token that Slack refuses', async () => {
    listen({ ...platform.socketEnv, SLACK_APP_TOKEN: 'xapp-wrong' });
    await vi.waitFor(() => expect(states).not.toEqual([]), 5_000);
    expect(states[0]).toMatchObject({ ok: false, detail: expect.stringContaining('invalid_auth') });
  });

  it('ends with its signal, after what it is keeping is acknowledged', async () => {
    let keep = () => {};
    accept.mockImplementation(() => new Promise((resolve) => (keep = () => resolve({ known: false }))));
    listen();
    await platform.connected();
    const acked = platform.push('slash_commands', slash());
    await vi.waitFor(() => expect(accept).toHaveBeenCalled());
    stop.abort();
    keep();
    expect(await acked).toBe(true);
    await listening;
    expect(states.at(-1)).toEqual({ ok: false, detail: 'stopped' });
  });

  it('believes nothing that comes by HTTP', async () => {
    const env = platform.socketEnv;
    const configured = slack.configure(env, { clock: systemClock, random: Math.random, url: 'http://127.0.0.1:8080', env });
    if ('off' in configured) throw new Error(configured.off);
    const body = slashCommand({});
    listening = Promise.resolve();
    expect(configured.on.routes).toEqual([]);
    const request = { method: 'POST', path: '/slack/commands', query: '', headers: platform.sign(body), body: Buffer.from(body) };
    expect(await configured.on.receive(request)).toMatchObject({ kind: 'refused', ack: { status: 401 } });
  });
});
