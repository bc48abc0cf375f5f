import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inbound, Place } from '../../shared/channel/inbound.ts';
import { fields, type Reply, reply } from '../../shared/reply/reply.ts';
import { marked } from '../../shared/reply/text.ts';
import { anyChart, week } from '../../test/any-chart.ts';
import { responseFaults } from '../../test/platforms/alexa-check.ts';
import { render } from './render.ts';
import { busy, respond as respondTo } from './respond.ts';

const place = (via: Inbound['place']['via'] = {}): Place => ({ channel: 'alexa', bot: 'main', tenant: 't', conversation: 'c', via });
const rendered = (answer: Reply, via?: Inbound['place']['via']) =>
  render(answer, { place: place(via), locale: 'en-US', timeZone: 'UTC', token: (index) => `t${index}` })[0];
const heard = (ssml: string | undefined) => ssml?.replace(/<[^>]*>/g, '');
const spoken = (answer: Reply, via?: Inbound['place']['via']) => {
  const { speech, next } = rendered(answer, via);
  return [heard(speech), heard(next)].filter((part) => part !== undefined).join(' ');
};

const respond = (messages: Parameters<typeof respondTo>[0], state: 'answered' | 'later', via?: Inbound['place']['via']) =>
  respondTo(messages, { said: { kind: 'text', text: 'check example.com' }, place: place(via) }, state);

const check = { label: 'Check again', command: 'check', args: { site: 'https://example.com/' } };
const watch = { label: 'Watch it', command: 'watch', args: { site: 'https://example.com/' } };

describe('a reply is spoken', () => {
  it('as its text, then its fields as sentences', () => {
    const answer = reply(marked`*${'https://example.com/'}* is up`, { fields: fields({ Status: 200, Took: '12 ms' }) });
    expect(spoken(answer)).toBe('example.com is up. Status: 200. Took: 12 milliseconds.');
  });

  it('by its own words for voices, where it has them', () => {
    expect(spoken(reply('14/14 OK', { speech: 'All is well.', fields: fields({ Checks: 14 }) }))).toBe('All is well.');
  });

  it('with what a chart shows, and all its numbers on the card', () => {
    expect(spoken(reply('A week', { chart: week }))).toBe(
      'A week. Response time. Mon 120 milliseconds, Tue 180 milliseconds, Wed 90 milliseconds, Thu 200 milliseconds, Fri 340 milliseconds, Sat 110 milliseconds, Sun 180 milliseconds.',
    );
    expect(rendered(reply('A week', { chart: week })).card?.text).toContain('Response time\np95 (ms)\nMon · 120\nTue · 180');
  });

  it('with the first three rows of a table, and how many more there are', () => {
    const table = {
      columns: [{ title: 'Site' }, { title: 'State' }],
      rows: [
        ['example.com', 'up'],
        ['example.org', 'down'],
        ['a.com', 'up'],
        ['b.com', 'up'],
        ['c.com', 'up'],
      ],
    };
    expect(spoken(reply('Five checks', { table }))).toBe(
      'Five checks. example.com, State up. example.org, State down. a.com, State up. And 2 more. The rest is in the Alexa app.',
    );
  });

  it('with no title of a cell in which nothing stands', () => {
    const table = {
      columns: [{ title: 'Site' }, { title: 'Took (ms)' }, { title: 'Since' }],
      rows: [
        ['a.example', '', '—'],
        ['b.example', '7', '-'],
      ],
    };
    expect(spoken(reply('Two sites', { table, fields: fields({ Owner: '—' }) }))).toBe('Two sites. a.example. b.example, Took 7 milliseconds.');
  });

  it('with a unit told with its number, wherever it was written', () => {
    const columns = [{ title: 'Site' }, { title: 'Took (ms)' }, { title: 'Up (%)' }];
    const table = { columns, rows: [['example.com', '1', '99.9']] };
    expect(spoken(reply('Sites', { table, fields: fields({ 'Free (GB)': '12', 'Ends (example.com)': 'soon' }) }))).toBe(
      'Sites. Free: 12 gigabytes. Ends (example.com): soon. example.com, Took 1 millisecond, Up 99.9 percent.',
    );
  });

  it('in some 600 characters, cut at a sentence, with the rest on the card', () => {
    const sentence = 'This is one sentence of some length that says little. ';
    const message = rendered(reply(sentence.repeat(50)));
    const said = heard(message.speech) ?? '';
    expect(said.length).toBeLessThan(660);
    expect(said).toMatch(/says little\. The rest is in the Alexa app\.$/);
    expect(message.card?.text.length).toBe(sentence.length * 50 - 1);
  });

  it('in some 600 characters even without a sentence to cut at', () => {
    expect(spoken(reply('word '.repeat(1_000)))?.length).toBeLessThan(660);
  });

  it('with its buttons as words to say, where the session stays open for them', () => {
    expect(spoken(reply('It is up', { actions: [check] }), { session: 'going on' })).toBe('It is up. You can say: check again.');
    expect(spoken(reply('Which site?', { asks: true, actions: [check, watch] }))).toBe('Which site? You can say: check again, or watch it.');
    const dns = { ...check, label: 'DNS of it' };
    expect(spoken(reply('Which?', { asks: true, actions: [dns] }))).toBe('Which? You can say: DNS of it.');
    const five = Array.from({ length: 5 }, (_, i) => ({ ...check, label: `Site ${i + 1}` }));
    expect(spoken(reply('Which site?', { asks: true, actions: five }))).toBe(
      'Which site? You can say: site 1, site 2, site 3, or one of 2 more in the Alexa app.',
    );
  });

  it('without buttons whose words a next session would not know', () => {
    expect(spoken(reply('It is up', { actions: [check] }))).toBe('It is up.');
  });

  it('with nothing offered twice', () => {
    const help = { label: 'Help', command: 'help', args: {} };
    expect(spoken(reply('Say help, or ask. What would you like?', { asks: true, actions: [help] }))).toBe('Say help, or ask. What would you like?');
    expect(spoken(reply('No such thing. Did you mean check again?', { asks: true, actions: [check, help] }))).toBe(
      'No such thing. Did you mean check again?',
    );
  });

  it('as done when there is nothing to say', () => {
    expect(spoken(reply(''))).toBe('Done.');
    expect(spoken(reply('✅'))).toBe('Done.');
  });

  it('with nothing in it read as markup', () => {
    expect(rendered(reply('a <break time="10s"/> & b')).speech).toBe('<speak>a break time="10 seconds"/ and b.</speak>');
  });
});

describe('the session', () => {
  it('ends with an answer', () => {
    expect(rendered(reply('It is up'))).toMatchObject({ endSession: true });
    expect(rendered(reply('It is up'))).not.toHaveProperty('reprompt');
  });

  it('stays open for a question, which is asked again', () => {
    const message = rendered(reply('Not an address. Which site should I check?', { asks: true }));
    expect(message.endSession).toBe(false);
    expect(heard(message.reprompt)).toBe('Which site should I check?');
  });

  it('repeats the question with its examples, and asks nothing else after it', () => {
    const message = rendered(reply('That is past. When should I remind you? For example “in 20 minutes”.', { asks: true }));
    expect(message).not.toHaveProperty('next');
    expect(heard(message.reprompt)).toBe('When should I remind you? For example “in 20 minutes”.');
  });

  it('stays open for buttons when it was open before, and says them again', () => {
    const message = rendered(reply('It is up', { actions: [check, watch] }), { session: 'going on' });
    expect(message.endSession).toBe(false);
    expect(heard(message.reprompt)).toBe('You can say: check again, or watch it.');
    expect(rendered(reply('It is up'), { session: 'going on' }).endSession).toBe(true);
  });

  it('stays open after welcome and help, and says that it listens', () => {
    const message = rendered(reply('Welcome to Bellhop.'), { session: 'open' });
    expect(message.endSession).toBe(false);
    expect(heard(message.speech)).toBe('Welcome to Bellhop.');
    expect(heard(message.next)).toBe('What would you like me to do?');
    expect(heard(message.reprompt)).toBe('What would you like me to do?');
  });
});

describe('the card', () => {
  it('shows all of a reply, addresses too', () => {
    const answer = reply('https://example.com/ is up', {
      fields: fields({ Status: 200 }),
      table: { columns: [{ title: 'A' }, { title: 'B' }], rows: [['1', '2']] },
      severity: 'warning',
    });
    expect(rendered(answer).card).toEqual({ title: 'Bellhop: warning', text: 'https://example.com/ is up\nStatus: 200\nA · B\n1 · 2' });
  });

  it('lists what may be said while the session is open', () => {
    expect(rendered(reply('Which?', { asks: true, actions: [check, watch] })).card?.text).toBe('Which?\nYou can say: check again · watch it');
    expect(rendered(reply('It is up', { actions: [check] })).card?.text).toBe('It is up');
  });

  it('shows a picture that Alexa loads, and says so', () => {
    const message = rendered(reply('Here', { image: { url: 'https://example.com/a.png', alt: 'Response times' } }));
    expect(message.card?.imageUrl).toBe('https://example.com/a.png');
    expect(heard(message.speech)).toBe('Here. The Alexa app shows a picture: Response times.');
  });

  it.each(['http://example.com/a.png', `https://example.com/${'a'.repeat(2_000)}`, 'nonsense', 'javascript:alert(1)'])(
    'names a picture that Alexa would not load: %s',
    (url) => {
      const { card } = rendered(reply('Here', { image: { url, alt: 'Response times' } }));
      expect(card).not.toHaveProperty('imageUrl');
      expect(card?.text).toContain('Response times');
    },
  );
});

describe('a response', () => {
  const body = (answer: { body?: string }) => JSON.parse(answer.body ?? '').response;

  it('has a Standard card with a picture, else a Simple one', () => {
    const image = { url: 'https://example.com/a.png', alt: 'x' };
    expect(body(respond([rendered(reply('a', { image }))], 'answered')).card).toEqual({
      type: 'Standard',
      title: 'Bellhop',
      text: 'a',
      image: { smallImageUrl: image.url, largeImageUrl: image.url },
    });
    expect(body(respond([rendered(reply('a'))], 'answered')).card).toEqual({ type: 'Simple', title: 'Bellhop', content: 'a' });
  });

  it('says all replies in a row, and ends as the last one does', () => {
    const two = [rendered(reply('One')), rendered(reply('Which site?', { asks: true }))];
    expect(body(respond(two, 'answered'))).toMatchObject({ outputSpeech: { ssml: '<speak>One. Which site?</speak>' }, shouldEndSession: false });
  });

  it('says what comes next after the last reply alone', () => {
    const three = [rendered(reply('One'), { session: 'open' }), rendered(reply('Two', { actions: [check] }), { session: 'open' })];
    expect(body(respond(three, 'answered')).outputSpeech.ssml).toBe('<speak>One. Two. You can say: check again.</speak>');
  });

  it('remembers what an open session offered, and which of it a yes means', () => {
    const attributes = (answer: { body?: string }) => JSON.parse(answer.body ?? '').sessionAttributes;
    const help = { label: 'Help', command: 'help', args: {} };
    const meant = rendered(reply('Did you mean check again?', { asks: true, actions: [check, help] }));
    expect(attributes(respond([meant], 'answered'))).toEqual({
      offers: [
        ['check again', 't0'],
        ['help', 't1'],
      ],
      yes: 0,
    });
    expect(attributes(respond([rendered(reply('Which one?', { asks: true, actions: [check, watch] }))], 'answered'))).not.toHaveProperty('yes');
    expect(attributes(respond([rendered(reply('Which one?', { asks: true }))], 'answered'))).toEqual({});
    expect(attributes(respond([rendered(reply('It is up', { actions: [check] }))], 'answered'))).toBeUndefined();
  });

  it('remembers no more than fits, and offers nothing that it does not remember', () => {
    const many = Array.from({ length: 10 }, (_, i) => ({ ...check, label: `Site ${i}` }));
    const [message] = render(reply('Which?', { asks: true, actions: many }), {
      place: place(),
      locale: 'en-US',
      timeZone: 'UTC',
      token: () => '\\"'.repeat(150),
    });
    expect(message.offers).toHaveLength(3);
    expect(heard(message.next)).toBe('You can say: site 0, site 1, or site 2.');
  });

  it('takes whatever is said next, where the model of the skill allows that', () => {
    const asked = [rendered(reply('When?', { asks: true }))];
    const slot = { name: 'command', confirmationStatus: 'NONE' };
    expect(body(respond(asked, 'answered', { dialogs: 'yes' })).directives).toEqual([
      {
        type: 'Dialog.ElicitSlot',
        slotToElicit: 'command',
        updatedIntent: { name: 'RunCommandIntent', confirmationStatus: 'NONE', slots: { command: slot } },
      },
    ]);
    expect(body(respond(asked, 'answered')).directives).toBeUndefined();
    expect(body(respond([rendered(reply('Done'))], 'answered', { dialogs: 'yes' })).directives).toBeUndefined();
  });

  it('leaves out a card from elsewhere that would make it too large', () => {
    const { speech } = rendered(reply('Hi'));
    const answer = respond([{ speech, card: { title: 'T', text: '大'.repeat(9_000) }, endSession: true }], 'answered');
    expect(body(answer)).toEqual({ outputSpeech: { type: 'SSML', ssml: '<speak>Hi.</speak>' }, shouldEndSession: true });
  });

  it('says that the answer follows, and how to hear it', () => {
    const later = respond([], 'later');
    expect(heard(body(later).outputSpeech.ssml)).toContain('say: what was the answer');
    expect(responseFaults(later.body ?? '', 'IntentRequest')).toEqual([]);
  });

  it('says that it did not hear, to whom Alexa did not understand', () => {
    const unheard = { said: { kind: 'text', text: '' }, place: place() } as const;
    const said = (replies: Reply[]) =>
      body(
        respondTo(
          replies.map((one) => rendered(one)),
          unheard,
          'answered',
        ),
      ).outputSpeech.ssml;
    expect(said([reply('You can say: check.'), reply('Or help.')])).toBe('<speak>Sorry, I did not get that. You can say: check. Or help.</speak>');
  });

  it('says goodbye to who stops, when nothing else is to be said', () => {
    const stop = { said: { kind: 'event', event: 'stop' }, place: place() } as const;
    expect(heard(body(respondTo([], stop, 'answered')).outputSpeech.ssml)).toBe('Goodbye.');
    expect(heard(body(respondTo([rendered(reply('See you.'))], stop, 'answered')).outputSpeech.ssml)).toBe('See you.');
  });

  it('says where the answer will be, and listens no longer', () => {
    const later = body(respond([rendered(reply('I send it to Slack.'), { session: 'open' })], 'later', { dialogs: 'yes' }));
    expect(later).toMatchObject({ outputSpeech: { ssml: '<speak>I send it to Slack.</speak>' }, shouldEndSession: true });
    expect(later).not.toHaveProperty('directives');
  });

  it.each([[[]], [[{}]], [[{ speech: 'no ssml' }]], [[{ speech: 7, card: 7 }]]])('is a valid one also from %j', (messages) => {
    const answer = respond(messages, 'answered');
    expect(heard(body(answer).outputSpeech.ssml)).toBe('Done.');
    expect(responseFaults(answer.body ?? '', 'IntentRequest')).toEqual([]);
  });

  it('says that there is too much to do, and that nothing was kept', () => {
    expect(heard(body(busy({})).outputSpeech.ssml)).toMatch(/did not keep your request.*again in a minute/);
    expect(responseFaults(busy({}).body ?? '', 'IntentRequest')).toEqual([]);
  });

  it('is one that Alexa takes, whatever was replied', () => {
    fc.assert(
      fc.property(fc.array(anyReply, { minLength: 1, maxLength: 6 }), fc.boolean(), (replies, welcome) => {
        const via = { dialogs: 'yes', ...(welcome ? { session: 'open' } : { session: 'going on' }) };
        const { body } = respond(
          replies.map((answer) => rendered(answer, via)),
          'answered',
          via,
        );
        expect(responseFaults(body ?? '', 'IntentRequest')).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it.each(['a', '<', '&', '"', '\\', '\n', 'é', '大', '👩', '\u0001', 'https://example.com/ ', 'Yes. ', 'No? '])(
    'fits its size when all is %j',
    (piece) => {
      const long = piece.repeat(20_000);
      const answer: Reply = {
        text: long,
        fields: [{ name: long, value: long }],
        table: { columns: [{ title: long }], rows: [[long]] },
        image: { url: `https://example.com/${'\\'.repeat(900)}?${'\\'.repeat(900)}`, alt: long },
        actions: [check, watch, ...Array(8).fill({ ...check, label: piece.repeat(Math.floor(80 / piece.length)) })],
        asks: true,
      };
      const via = { dialogs: 'yes' };
      expect(responseFaults(respond(Array(20).fill(rendered(answer)), 'answered', via).body ?? '', 'IntentRequest')).toEqual([]);
      expect(responseFaults(respond([rendered({ ...answer, text: 'a', speech: long })], 'answered').body ?? '', 'IntentRequest')).toEqual([]);
    },
  );
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.lorem({ maxCount: 200 }),
  fc.constantFrom('', '<speak>', '</speak>', '&', ']]>', 'https://a.b/c', '\ud800', '\u0000', '*x*', '://'),
);
const anySpans = fc.oneof(
  anyText,
  fc.array(
    fc.oneof(
      anyText,
      fc.record({ bold: anyText }),
      fc.record({ italic: anyText }),
      fc.record({ code: anyText }),
      fc.record({ link: anyText, url: fc.webUrl() }),
    ),
    { maxLength: 5 },
  ),
);
const anyReply: fc.Arbitrary<Reply> = fc.record(
  {
    text: anySpans,
    fields: fc.array(fc.record({ name: anyText, value: anySpans }), { maxLength: 10 }),
    table: fc.record({
      columns: fc.array(fc.record({ title: anyText }), { maxLength: 5 }),
      rows: fc.array(fc.array(anyText, { maxLength: 6 }), { maxLength: 20 }),
    }),
    chart: anyChart(anyText),
    image: fc.record({ url: fc.oneof(fc.webUrl({ withQueryParameters: true }), anyText), alt: anyText }),
    actions: fc.array(fc.record({ label: anyText, command: fc.constant('check'), args: fc.constant({}) }), { maxLength: 5 }),
    severity: fc.constantFrom('info' as const, 'success' as const, 'warning' as const, 'error' as const),
    speech: anyText,
    asks: fc.boolean(),
  },
  { requiredKeys: ['text'] },
);

it('speaks German to who does, its units, offers and what it says of its own', () => {
  const german = (answer: Reply) =>
    render(answer, { place: place({ session: 'open' }), locale: 'de-DE', timeZone: 'UTC', token: (index) => `t${index}` })[0];
  const told = german(
    reply('Es dauerte 12 ms & 3 %', {
      severity: 'error',
      actions: [
        { ...check, label: 'Noch einmal' },
        { ...check, label: 'Vergiss es' },
      ],
    }),
  );
  expect(heard(told.speech)).toBe('Es dauerte 12 Millisekunden und 3 Prozent.');
  expect(heard(told.next)).toBe('Du kannst sagen: noch einmal, oder vergiss es.');
  expect(told.card).toEqual({ title: 'Bellhop: Problem', text: 'Es dauerte 12 ms & 3 %\nDu kannst sagen: noch einmal · vergiss es' });
  expect(busy({ locale: 'de-DE' }).body).toContain('Ich habe gerade zu viel zu tun');
  const late = respondTo([], { said: { kind: 'text', text: '' }, place: place({}), locale: 'de-DE' }, 'later');
  expect(late.body).toContain('Was war die Antwort');
});
