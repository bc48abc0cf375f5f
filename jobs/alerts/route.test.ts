import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../shared/people/person.ts';
import { onDuty, type Rotation, turnAt } from './duty.ts';
import { isIn } from './route.ts';

const timeZone = 'Europe/Berlin';
const night = { from: '22:00', to: '06:00', days: [1, 2, 3, 4, 5], timeZone };

describe('hours', () => {
  it.each([
    ['2026-06-10T21:59', false],
    ['2026-06-10T22:00', true],
    ['2026-06-11T05:59', true],
    ['2026-06-11T06:00', false],
    // Friday's night ends on Saturday, and Sunday's is none.
    ['2026-06-13T05:00', true],
    ['2026-06-13T23:00', false],
    ['2026-06-14T05:00', false],
    ['2026-06-15T05:00', false],
    ['2026-06-15T22:00', true],
    // In winter the zone's own time still counts.
    ['2026-12-10T22:30', true],
  ])('from 22:00 to 06:00 on weekdays: %s is in them: %s', (wall, isWithin) => {
    const offset = wall.startsWith('2026-12') ? '+01:00' : '+02:00';
    expect(isIn(night, Date.parse(`${wall}:00${offset}`))).toBe(isWithin);
  });

  it('that begin when they end are the whole day; of a zone that does not exist they are never', () => {
    expect(isIn({ ...night, from: '00:00', to: '00:00', days: [3] }, Date.parse('2026-06-10T12:00Z'))).toBe(true);
    expect(isIn({ ...night, from: '00:00', to: '00:00', days: [4] }, Date.parse('2026-06-10T12:00Z'))).toBe(false);
    expect(isIn({ ...night, from: '00:00', to: '23:00', timeZone: 'Europe/Atlantis' }, Date.parse('2026-06-10T12:00Z'))).toBe(false);
  });
});

describe('a rotation', () => {
  const madeAt = Date.parse('2026-06-10T12:00Z');
  const [ada, ben, cem] = ['ada', 'ben', 'cem'].map((name) => ({ person: `slack/t1/${name}` as PersonId, name }));
  if (!ada || !ben || !cem) throw new Error('They are three.');
  const rotation = (over: Partial<Rotation> = {}): Rotation => ({
    name: 'ops',
    members: [ada, ben],
    handover: { unit: 'week', every: 1, on: [1], at: '09:00', timeZone },
    madeAt,
    turn: { member: 0, at: madeAt },
    overrides: [],
    ...over,
  });

  it('is at nine by the clock on the wall, over its changes, whoever counts from when', () => {
    const before = Date.parse('2026-10-26T07:59:59Z');
    const after = Date.parse('2026-10-26T08:00:00Z');
    expect([onDuty(rotation(), before)?.name, onDuty(rotation(), after)?.name]).toEqual(['Ben', 'Ada'].map((name) => name.toLowerCase()));
    const { member, at } = turnAt(rotation(), before);
    expect(onDuty(rotation({ turn: { member, at } }), after)).toEqual(onDuty(rotation(), after));
  });

  it('of several who stand in it is the last one who said so', () => {
    const overrides = [
      { ...cem, from: madeAt, until: madeAt + 3_600_000 },
      { ...ben, from: madeAt + 60_000, until: madeAt + 120_000 },
    ];
    const at = (after: number) => onDuty(rotation({ overrides }), madeAt + after)?.name;
    expect([at(0), at(60_000), at(120_000), at(3_600_000)]).toEqual(['cem', 'ben', 'cem', 'ada']);
  });

  it('goes on with who is left of it, and in a zone that does not exist nobody takes over', () => {
    expect(onDuty(rotation({ turn: { member: 5, at: madeAt } }), madeAt)?.name).toBe('ben');
    const lost = rotation({ handover: { unit: 'day', every: 1, at: '09:00', timeZone: 'Europe/Atlantis' } });
    expect(onDuty(lost, madeAt + 86_400_000 * 30)).toEqual({ ...ada, until: null });
  });
});
