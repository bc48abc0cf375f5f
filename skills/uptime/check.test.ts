import { afterEach, expect, it } from 'vitest';
import type { Reply } from '../../shared/reply/reply.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';
import type { Seen } from './verdict.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

/** What would be seen is given; how it is seen has tests of its own. */
function seeing(seen: Partial<Seen> & Pick<Seen, 'kind'>): OpenSkills {
  const probe = async (url: string) => ({ url, redirects: [], phases: {}, tookMs: 41, ...seen }) as Seen;
  const one = openSkills(everySkill, { instead: { probe } });
  opened.push(one);
  return one;
}

const shown = ({ fields = [] }: Reply) => Object.fromEntries(fields.map(({ name, value }) => [name, plain(value)]));

it('says that a site is up, and how it looked', async () => {
  const bell = seeing({
    kind: 'answered',
    status: 200,
    phases: { dns: 3, connect: 10, tls: 12, firstByte: 15 },
    certificate: { endsAt: Date.parse('2026-12-24T00:00:00Z'), daysLeft: 197, issuer: 'Good CA' },
    redirects: ['https://www.example.com/'],
  });
  const said = await bell.say('is example.com up?');
  expect(said).toMatchObject({ text: 'example.com is up.', severity: 'success', speech: 'example.com is up. It took 41 milliseconds.' });
  expect(shown(said)).toEqual({
    Status: '200',
    Took: '41 ms',
    DNS: '3 ms',
    Connect: '10 ms',
    TLS: '12 ms',
    'First byte': '15 ms',
    'Certificate ends': '24 December 2026 (in 197 days)',
    Issuer: 'Good CA',
    Redirects: '→ https://www.example.com/',
  });
  expect(said.actions).toEqual([{ label: 'Check again', command: 'check', args: { site: 'https://example.com/' } }]);
});

it('says why a site is down', async () => {
  const said = await seeing({ kind: 'failed', code: 'ECONNREFUSED', why: 'refused the connection' }).say('check http://example.com:81/a');
  expect(said).toMatchObject({
    text: 'http://example.com:81/a is down: it refused the connection.',
    severity: 'error',
    speech: 'example.com is down: it refused the connection.',
  });
  expect(shown(said)).toEqual({ Took: '41 ms' });
});

it('calls a site as the person wrote it, in letters of any language', async () => {
  const said = await seeing({ kind: 'answered', status: 200 }).say('check münchen.de');
  expect(said).toMatchObject({ text: 'münchen.de is up.', speech: 'münchen.de is up. It took 41 milliseconds.' });
});

it('offers to check without TLS what speaks none at its port', async () => {
  const plainHttp = { kind: 'failed', code: 'ERR_SSL_WRONG_VERSION_NUMBER', why: 'speaks no TLS at that port' } as const;
  const said = await seeing(plainHttp).say('check intranet.example:8080/a');
  expect(said).toMatchObject({ text: 'https://intranet.example:8080/a is down: it speaks no TLS at that port.' });
  expect(said.actions).toEqual([
    { label: 'Check without TLS', command: 'check', args: { site: 'http://intranet.example:8080/a' } },
    { label: 'Check again', command: 'check', args: { site: 'https://intranet.example:8080/a' } },
  ]);
});

it('tells what took long in seconds', async () => {
  const said = await seeing({ kind: 'answered', status: 200, tookMs: 1_240, phases: { dns: 999, firstByte: 1_000 } }).say('check example.com');
  expect(shown(said)).toEqual({ Status: '200', Took: '1.2 s', DNS: '999 ms', 'First byte': '1.0 s' });
  expect(said.speech).toBe('example.com is up. It took 1.2 seconds.');
  expect((await seeing({ kind: 'answered', status: 200, tookMs: 1 }).say('check example.com')).speech).toBe(
    'example.com is up. It took 1 millisecond.',
  );
});

it('refuses, through the real probe, what lies inside', async () => {
  const bell = openSkills(everySkill);
  opened.push(bell);
  await expect(bell.say('check http://169.254.169.254/latest')).rejects.toMatchObject({
    code: 'address_not_allowed',
    hint: expect.stringContaining('BELLHOP_ALLOW_HOSTS'),
  });
});

it('speaks German to who does', async () => {
  const german = { person: { locale: 'de' } };
  const up = seeing({
    kind: 'answered',
    status: 200,
    tookMs: 1_240,
    certificate: { endsAt: Date.parse('2026-06-12T00:00:00Z'), daysLeft: 2, issuer: 'CA' },
  });
  const said = await up.say('ist example.com erreichbar?', german);
  expect(said).toMatchObject({
    text: 'example.com ist erreichbar, aber das Zertifikat endet übermorgen.',
    speech: 'example.com ist erreichbar, aber das Zertifikat endet übermorgen. Es dauerte 1,2 Sekunden.',
    actions: [{ label: 'Noch einmal prüfen' }],
  });
  expect(shown(said)).toEqual({ Status: '200', Dauer: '1,2 s', 'Zertifikat endet': '12. Juni 2026 (übermorgen)', Aussteller: 'CA' });
  const gone = await seeing({ kind: 'answered', status: 404 }).say('prüfe example.com', german);
  expect(gone.text).toBe('example.com antwortet, aber mit 404: an dieser Adresse ist nichts.');
});
