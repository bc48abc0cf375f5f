import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { PersonId } from '../../shared/people/person.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';
import { notifierKinds } from './notifier.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function open() {
  const heard: { state: string; key: string }[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    if (status === 200) heard.push({ state: JSON.parse(body).state, key: String(request.headers['idempotency-key']) });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bell: OpenSkills = openSkills(everySkill, { env: { BELLHOP_ALLOW_HOSTS: '127.0.0.1' } });
  closing.push(
    () => server.close(),
    () => bell.close(),
  );
  const person = { id: 'slack/t1/u1' as PersonId, name: 'Ada', role: 'operator' } as const;
  const say = (words: string, locale = 'en') => bell.say(words, { person: { ...person, locale } });
  const report = (state: 'open' | 'close') => bell.run('incident', { args: { key: 'k', state, what: 'shop', why: 'x' } }, { person });
  /** Runs what was issued to notifiers and wasn't run yet. */
  let ran = 0;
  const notify = async () => {
    const drafts = bell.issued.filter(({ name }) => name === 'notify').slice(ran);
    for (const draft of drafts) await bell.run('notify', draft.raw, { id: draft.key });
    ran += drafts.length;
    return drafts.length;
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return {
    ...bell,
    say,
    report,
    notify,
    heard,
    url,
    answers: (code: number) => (status = code),
    ask: async (words: string) => plain((await say(words)).text),
  };
}

it('a notifier is named, told by the route that goes to it, follows the incident, and is taken away with its token', async () => {
  const { say, ask, report, notify, heard, url, secrets } = await open();
  expect((await say(`notifier hook webhook ${url} token:s3cret`)).visibility).toBe('private');
  expect((await say('notifiers')).table?.rows).toEqual([['hook', 'webhook', new URL(url).host]]);
  const stored = await secrets.list('notifier/');
  expect(await secrets.get(stored.names[0] ?? '')).toContain('s3cret');
  const made = await say('route everything to hook, then here');
  expect(made.fields?.map(({ value }) => value)).toEqual(['at once hook', 'after 5 minutes here']);
  await report('open');
  await notify();
  await ask('ack');
  await report('close');
  await notify();
  expect(heard.map(({ state }) => state)).toEqual(['open', 'closed', 'closed']);
  expect(new Set(heard.map(({ key }) => key)).size).toBe(3);
  await expect(say('remove notifier hook')).rejects.toThrow('A route goes to hook.');
  await ask('unroute 1');
  expect(await ask('remove notifier hook')).toContain('its token forgotten');
  expect((await secrets.list('notifier/')).names).toEqual([]);
});

it('one that is down is tried again, so the command fails in a way that is stored and retried; what is gone meanwhile tells nothing', async () => {
  const { say, report, notify, heard, url, answers, ask } = await open();
  await say(`notifier hook webhook ${url}`);
  await say('route everything to hook');
  answers(503);
  await report('open');
  await expect(notify()).rejects.toMatchObject({ code: 'webhook_down', retryable: true });
  answers(200);
  await notify();
  expect(heard.map(({ state }) => state)).toEqual(['open']);
  await ask('unroute 1');
  await ask('remove notifier hook');
  await ask('ack');
  await notify();
  expect(heard.length).toBe(1);
});

it('mail and short messages go to an address that is no person, and who was told there may take it', async () => {
  const { say, report, issued, run, ask } = await open();
  const made = await say('route everything to ops@example.com and +49 30 123456');
  expect(made.fields?.[0]?.value).toBe('at once ops@example.com and +4930123456');
  await report('open');
  const told = issued.filter(({ name }) => name === 'alert').map(({ place }) => place);
  expect(told.map(({ channel, conversation }) => `${channel} ${conversation}`)).toEqual(['email ops@example.com', 'sms +4930123456']);
  const which = String(issued.find(({ name }) => name === 'alert')?.raw.args?.which);
  const [, sms] = told;
  const guest = { id: 'sms/main/+4930123456' as PersonId, role: 'guest' } as const;
  const elsewhere = await run('ack', { args: { which } }, { person: guest, place: { ...sms, conversation: '+4930999' } });
  expect(plain(elsewhere.text)).toContain('Only members');
  expect(plain((await run('ack', { args: { which } }, { person: guest, place: { ...sms } })).text)).toContain('It is yours: shop');
  expect(await ask('what is down')).toBe('One thing is down');
});

it('what isn’t right is refused in words, in German too, and each kind of notifier can be chosen', async () => {
  const { say, services } = await open();
  await expect(say('notifier pages ntfy nowhere')).rejects.toMatchObject({ code: 'notifier_to', hint: expect.stringContaining('https://ntfy.sh/') });
  await expect(say('notifier here ntfy https://ntfy.sh/x')).rejects.toMatchObject({ code: 'notifier_name' });
  await expect(say('notifier pages discord https://ntfy.sh/x', 'de')).rejects.toThrow('Dorthin kann discord nichts schicken.');
  expect(await services.notifiers.kinds()).toEqual([...notifierKinds]);
});
