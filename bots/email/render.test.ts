import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fields, type Reply, reply } from '../../shared/reply/reply.ts';
import { link, marked } from '../../shared/reply/text.ts';
import { anyChart } from '../../test/any-chart.ts';
import { textOfHtml } from './mime/html.ts';
import { render } from './render.ts';

const shown = (text: Reply['text'], parts: Omit<Reply, 'text'> = {}) =>
  render(reply(text, parts), { locale: 'en' })[0] ?? { subject: '', text: '', html: '' };
const actions = (...labels: readonly string[]) => labels.map((label) => ({ label, command: 'go', args: {} }));

describe('words', () => {
  it('are a text and a page, the same in both; marks are the page’s', () => {
    const { text, html } = shown(marked`*${'bold <b>'}* _it_ \`code\` ${'*not*'} ${link('docs', 'https://d.example/?a=1&b="2"')}`);
    expect(text).toBe('bold <b> it code *not* docs (https://d.example/?a=1&b="2")');
    expect(html).toContain('<strong>bold &lt;b&gt;</strong> <em>it</em> <code');
    expect(html).toContain('<a href="https://d.example/?a=1&amp;b=%222%22"');
    expect(textOfHtml(html)).toBe('bold <b> it code *not* docs');
  });

  it('begin the subject of what answers nothing', () => {
    expect(shown('Down\nsince noon', { severity: 'error' }).subject).toBe('Error: Down');
    expect(shown('x'.repeat(200)).subject).toHaveLength(70);
    expect(shown('\n').subject).toBe('Bellhop');
  });

  it('that are none are a sign that something was answered', () => {
    expect(shown('\u200b')).toMatchObject({ text: '…' });
  });
});

describe('parts', () => {
  const table = { columns: [{ title: 'Site' }, { title: 'Took', align: 'right' as const }], rows: [['a.example', '12 ms'], ['b.example']] };

  it('fields and a table are lines, and tables of the page', () => {
    const { text, html } = shown('Sites', { fields: fields({ Up: 1, Note: marked`*so*` }), table });
    expect(text).toBe('Sites\n\nUp: 1\nNote: so\n\n• a.example · Took: 12 ms\n• b.example');
    expect(html).toContain('<strong>so</strong>');
    expect(html.match(/<tr>/g)).toHaveLength(5);
    expect(html).toContain('text-align:right">12 ms</td>');
  });

  it('a picture has its alternative text, and is loaded from an address of the web alone', () => {
    const picture = (url: string) => shown('Load', { image: { url, alt: 'Rising "fast"' } });
    expect(picture('https://c.example/a.png').html).toContain('<img src="https://c.example/a.png" alt="Rising &quot;fast&quot;"');
    expect(picture('https://c.example/a.png').text).toBe('Load\n\nRising "fast"\nhttps://c.example/a.png');
    expect(picture('javascript:alert(1)').html).not.toContain('javascript');
  });

  it('actions are numbers to answer with; numbers are themselves', () => {
    const { text, html } = shown('Sure?', { actions: actions('Yes, do it', 'No') });
    expect(text).toBe('Sure?\n\nAnswer with\n  1  Yes, do it\n  2  No');
    expect(textOfHtml(html)).toMatch(/^Sure\?\n+Answer this mail with a number:\n+1Yes, do it\n+2No$/);
    expect(shown('How many?', { actions: actions('5', '10') }).text).toBe('How many?\n\nAnswer with\n  5\n  10');
  });

  it('what is private, in a thread or about something is shown here', () => {
    expect(shown('Yours', { visibility: 'private', about: 'x' })).toEqual(shown('Yours', { visibility: 'thread' }));
  });
});

it('whatever is replied, nothing of it is markup', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('<script>', '"><img src=x>', "' onload='x", '</td>', '&lt;', 'javascript:x'));
  const any = fc.record({
    text: fc.oneof(
      text,
      fc.array(
        fc.oneof(
          text,
          text.map((bold) => ({ bold })),
          fc.record({ link: text, url: text }),
        ),
      ),
    ),
    fields: fc.array(fc.record({ name: text, value: text }), { maxLength: 3 }),
    table: fc.record({
      columns: fc.array(
        text.map((title) => ({ title })),
        { maxLength: 3 },
      ),
      rows: fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 3 }),
    }),
    chart: anyChart(text),
    image: fc.record({ url: text, alt: text }),
    actions: fc.array(
      text.map((label) => ({ label, command: 'go', args: {} })),
      { maxLength: 3 },
    ),
  });
  const ours =
    /^(!doctype html|\/?(html|head|body|div|p|h2|table|tr|th|td|strong|span|code|a|img|meta|em)( (style|scope|role|charset|name|content|src|alt|href|width)="[^"<>]*")*)$/;
  fc.assert(
    fc.property(any, (parts) => {
      const [message, ...more] = render(parts, { locale: 'en' });
      expect(more).toEqual([]);
      const { html = '', subject = '' } = message ?? {};
      expect((html.match(/<[^>]*>?/g) ?? []).filter((tag) => !ours.test(tag.slice(1, -1)))).toEqual([]);
      expect(html).not.toMatch(/(href|src)="(?!https?:|mailto:|cid:chart@bellhop")/);
      expect(subject.trim()).not.toBe('');
      expect(subject).not.toMatch(/[\r\n]/);
    }),
    { numRuns: 60 },
  );
});
