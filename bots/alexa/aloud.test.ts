import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { link, marked } from '../../shared/reply/text.ts';
import { words } from './aloud.ts';

const said = (text: Parameters<typeof words>[0], locale = 'en-US', timeZone = 'Europe/Berlin') =>
  words(text, { locale, timeZone }).replace(/\u202f/g, ' ');

describe('a text is said', () => {
  it.each([
    ['an address by its host', 'https://www.example.com:8080/status?x=1 is up', 'example.com is up'],
    ['an address at the end of a sentence', 'See https://example.com/a.', 'See example.com.'],
    ['an address in brackets', 'It (https://example.com) is up', 'It (example.com) is up'],
    ['an address without its password', 'https://me:secret@example.com/ is up', 'example.com is up'],
    ['an address in capitals', 'HTTPS://EXAMPLE.COM/', 'EXAMPLE.COM'],
    ['an address of nothing', 'https:// is none', 'an address is none'],
    ['milliseconds', 'took 12 ms', 'took 12 milliseconds'],
    ['seconds without a space', 'took 1.5s', 'took 1.5 seconds'],
    ['one of a unit', 'took 1 s', 'took 1 second'],
    ['sizes', '340 KB of 2 GiB', '340 kilobytes of 2 gigabytes'],
    ['percent', 'up 99.95 %', 'up 99.95 percent'],
    ['a length of time as its kind prints it', 'for 2h 30m', 'for 2 hours 30 minutes'],
    ['a length of time without spaces', 'for 1h30m, 90m and 5 µs', 'for 1 hour 30 minutes, 90 minutes and 5 microseconds'],
    ['how much at a time', '5 MB/s, 120 requests/min', '5 megabytes per second, 120 requests per minute'],
    ['comparisons', 'CPU > 90 %, load >=3, queue ≤ 5 (< 10 s)', 'CPU over 90 percent, load at least 3, queue at most 5 (under 10 seconds)'],
    ['about how much', 'in ~5 min', 'in about 5 minutes'],
    ['a product', '3 * 4 and 3×4', '3 times 4 and 3 times 4'],
    ['a telephone number by its digits', 'call +49 30 123456.', 'call +4 9 3 0 1 2 3 4 5 6.'],
    ['no sign of done', '✓ Kim approved it', 'Kim approved it'],
    ['no unit in a word', '12 msx and 3DS', '12 msx and 3DS'],
    ['an instant in their zone', 'since 2026-11-23T23:43:30Z', 'since November 24, 2026 at 12:43 AM'],
    ['a date', 'until 2026-12-24', 'until December 24, 2026'],
    ['a time of the day', 'at 18:30', 'at 6:30 PM'],
    ['a time that says am itself', 'at 06:30 am', 'at 06:30 am'],
    ['no time in a longer number', '10:15:20:30', '10:15:20:30'],
    ['a date that is none', '2026-99-99', '2026-99-99'],
    ['lines as sentences', 'Two sites:\n- example.com\n• example.org\n\nDone', 'Two sites: example.com. example.org. Done'],
    ['no marks', '*a* _b_ `c` # | ~', 'a b c'],
    ['no slash of a command', 'Say /help or this/that', 'Say help or this/that'],
    ['an arrow', 'example.com → www', 'example.com to www'],
    ['an ampersand', 'Smith & Sons', 'Smith and Sons'],
    ['no pictures', 'Up ✅ and 👩‍💻 well 🇩🇪', 'Up and well'],
    ['no control characters', 'a\u0000b\u0007c\u202ed', 'a b c d'],
    ['no lone surrogates', 'a\ud800b\udc00c', 'abc'],
    ['other scripts as they are', 'Größe 大きい नमस्ते', 'Größe 大きい नमस्ते'],
  ])('with %s', (_, text, spoken) => {
    expect(said(text)).toBe(spoken);
  });

  it('without marks, and with a link by its words', () => {
    expect(said(marked`*${'example.com'}* is up, see ${link('the page', 'https://example.com/a')} and \`code\``)).toBe(
      'example.com is up, see the page and code',
    );
  });

  it('in the way of their locale', () => {
    expect(said('at 18:30 on 2026-12-24', 'en-GB')).toBe('at 18:30 on 24 December 2026');
  });

  it('in their language', () => {
    expect(said('CPU > 90 % seit 2h 30m, ~5 MB/s', 'de-DE')).toBe('CPU über 90 Prozent seit 2 Stunden 30 Minuten, etwa 5 Megabyte pro Sekunde');
  });

  it('also in a locale and zone that nobody knows', () => {
    expect(said('2026-12-24T10:00:00Z', 'xx-', 'Mars/Base')).toBe('December 24, 2026 at 10:00 AM');
  });

  it('always without markup, raw addresses or what XML does not allow, and in time linear in its length', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('https://', 'mailto:', '\n- ', '<speak>', '&amp;', '\ud800', '....', '//', '://'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const text = said(parts.join(''));
        expect(text).not.toMatch(/[<>&*_`\x00-\x1f]|\p{Surrogate}/u);
        expect(text).not.toMatch(/[a-z]:\/\/\S/i);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['.', ' ', '-', '- ', 'https://', '://', '/', '1', '12:', '2026-', "'", '*', '\n', 'a.', '@'])(
    'quickly when it is %j ten thousand times over',
    (piece) => {
      const start = performance.now();
      said(piece.repeat(10_000));
      expect(performance.now() - start).toBeLessThan(500);
    },
  );
});
