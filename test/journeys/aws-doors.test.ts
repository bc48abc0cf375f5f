import { afterAll, beforeAll, expect, it } from 'vitest';
import { functionUrl } from '../aws/lambda/gateway.ts';
import { post } from '../platforms/post.ts';
import { mention } from '../platforms/slack.ts';
import { onAws } from './aws-world.ts';

/** The other ways into a stage, beside its HTTP API. */
let world: Awaited<ReturnType<typeof onAws>>;
beforeAll(async () => {
  world = await onAws();
}, 60_000);
afterAll(() => world.close());

it('a skill has its function as its endpoint: it answers without a signature, and one request told twice with one answer', async () => {
  const { stage, alexa } = world;
  const voice = stage.function('voice');
  const request = alexa.intent('RunCommandIntent', { command: 'whoami' });
  const [first, second] = [await voice.invoke(request), await voice.invoke(request)];
  if ('error' in first) expect.fail(JSON.stringify(first.error));
  expect(alexa.check(first.payload)).toEqual([]);
  expect(JSON.parse(first.payload)).toMatchObject({ response: { outputSpeech: { ssml: expect.stringContaining('member') } } });
  expect(second).toEqual(first);
  expect(await voice.invoke({ request: { type: 'IntentRequest' } })).toHaveProperty('error');
});

it('a platform reaches its function at its own address too, and nothing unsigned gets through either', async () => {
  const { stage, slack, origin } = world;
  const url = await functionUrl(stage.function('ingress-slack'));
  const body = mention('whoami', `${Math.floor(Date.now() / 1_000)}.000100`);
  const ask = (at: string, path: string, headers: Readonly<Record<string, string>>) =>
    fetch(`${at}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }).then(({ status }) => status);
  expect(await ask(url.endpoint, '/slack/events', slack.sign(body))).toBe(200);
  expect(await ask(origin(), '/slack/events', slack.sign(body))).toBe(200);
  await expect.poll(() => slack.posted.length, { timeout: 15_000 }).toBe(1);
  for (const at of [url.endpoint, origin()]) {
    expect(await ask(at, '/slack/events', {})).toBe(401);
    expect(await ask(at, '/nowhere', slack.sign(body))).toBe(404);
  }
  await url.close();
});

it('a file that people send is read by what runs their command, from the platform that keeps it', async () => {
  const { slack, telegram, teams, messenger, sms, email, stage, origin } = world;
  telegram.files.set('doc1', 'four');
  teams.pictures.set('/emea/v3/attachments/1', 'seven!!');
  messenger.files.set('m.pdf', '12345');
  sms.at(origin());
  const image = { contentType: 'image/png', name: 'p.png', contentUrl: `${teams.url}/emea/v3/attachments/1` };
  const document = { file_id: 'doc1', file_name: 't.csv', mime_type: 'text/csv', file_size: 4 };
  const bySlack = mention('count', `${Math.floor(Date.now() / 1_000)}.000200`, { files: [slack.file('a,b', 's.csv')] });
  const slackRequest = {
    method: 'POST',
    query: '',
    headers: { 'content-type': 'application/json', ...slack.sign(bySlack) },
    body: Buffer.from(bySlack),
  };
  const attached = '--b\nContent-Type: text/plain\n\ncount\n--b\nContent-Disposition: attachment; filename=e.txt\n\n12345678\n--b--';
  const told = [
    email.deliver(origin(), email.message(1, attached, { fields: { 'Content-Type': 'multipart/mixed; boundary=b' } })),
    post(origin(), { path: '/slack/events', ...slackRequest }),
    telegram.deliver(origin(), telegram.says.message('', { over: { text: undefined, document, caption: '/count' } })),
    post(origin(), teams.request(teams.says.message('m-1', 'count', { attachments: [image] }))),
    messenger.deliver(origin(), messenger.says.message('m_1', 'count')),
    sms.deliver(origin(), sms.message(1, 'count', sms.media('sixsix', 'text/plain'))),
  ];
  expect(await Promise.all(told)).toEqual(told.map(() => 200));
  await expect.poll(() => JSON.stringify(messenger.sent()), { timeout: 15_000 }).toContain('Which file?');
  expect(await messenger.deliver(origin(), messenger.says.files('m_2', [{ type: 'file', url: `${messenger.url}/files/m.pdf` }]))).toBe(200);
  const heard = async () =>
    JSON.stringify([
      slack.posted,
      telegram.of('sendMessage').map(({ payload }) => payload),
      teams.calls.map(({ body }) => body),
      messenger.sent(),
      sms.sent(),
      await stage.aws.ses.mails(),
    ]);
  for (const words of [
    's.csv has 3 bytes',
    't.csv has 4 bytes',
    'p.png has 7 bytes',
    'm.pdf has 5 bytes',
    'text.plain has 6 bytes',
    'e.txt has 8 bytes',
  ])
    await expect.poll(heard, { timeout: 15_000 }).toContain(words);
});
