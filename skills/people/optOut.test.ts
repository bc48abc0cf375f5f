import { afterEach, describe, expect, it } from 'vitest';
import { optOutBook } from '../../shared/people/opt-outs.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

function open(channel: string) {
  const bell = openSkills(everySkill);
  opened.push(bell);
  const place = { channel, bot: 'main', tenant: 't1', conversation: '+1', direct: true };
  return { run: (name: string) => bell.run(name, {}, { place }), since: () => optOutBook(bell.store, bell.clock).since(place), clock: bell.clock };
}

describe('what is sent to somebody', () => {
  it('ends with a word, without another one, and begins with a word', async () => {
    const { run, since, clock } = open('phone');
    expect(await run('unsubscribe')).toEqual([]);
    expect(await since()).toBe(clock.now());
    expect((await run('mydata')).file).toMatchObject({ content: expect.stringContaining('"ended"') });
    expect(plain((await run('subscribe')).text)).toContain('You get my messages');
    expect(await since()).toBeNull();
  });

  it('goes on where a word does not end it, and it says so', async () => {
    const { run, since } = open('slack');
    expect(plain((await run('unsubscribe')).text)).toContain('only what you asked for');
    expect(await since()).toBeNull();
  });
});
