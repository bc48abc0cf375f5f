import { describe, expect, it } from 'vitest';
import { type CheckState, fresh, judge, reporting } from './judge.ts';

const policy = { failures: 2, successes: 2 };

/** Looks once a second, `1` good and `0` failed; what was reported after which look. */
function looks(signs: string, { held = '', silent = '', from = fresh(0), why = (_: number): string => 'refused' } = {}) {
  let state: CheckState = from;
  const told: string[] = [];
  for (const [i, sign] of [...signs].entries()) {
    const judged = judge(state, { at: i + 1, up: sign === '1', ...(sign === '1' ? {} : { why: why(i + 1) }) }, policy, held[i] === 'h');
    const { report, next } = reporting(judged, state, silent[i] === 's');
    if (report) told.push(`${i + 1} ${report.state}@${report.openedAt}${report.flaps ? ' flaps' : ''}`);
    state = next;
  }
  return { state, told };
}

describe('a check', () => {
  it('is up from its first good look, and nobody is told', () => {
    expect(looks('1')).toMatchObject({ state: { status: 'up', since: 1 }, told: [] });
  });

  it('is down when enough looks in a row failed, since the first of them', () => {
    expect(looks('110').state).toMatchObject({ status: 'up', turning: { at: 3, count: 1 } });
    expect(looks('1100')).toMatchObject({ state: { status: 'down', since: 3 }, told: ['4 open@3'] });
    expect(looks('00')).toMatchObject({ state: { status: 'down', since: 1 }, told: ['2 open@1'] });
  });

  it('one failed look among good ones changes nothing', () => {
    expect(looks('1101110111')).toMatchObject({ state: { status: 'up', since: 1 }, told: [] });
  });

  it('is up again when enough looks in a row were good', () => {
    expect(looks('110000101')).toMatchObject({ state: { status: 'down' }, told: ['4 open@3'] });
    expect(looks('11000011')).toMatchObject({ state: { status: 'up', since: 7 }, told: ['4 open@3', '8 close@3'] });
  });

  it('says it when it is down for another reason', () => {
    expect(looks('1100000', { why: (i) => (i < 6 ? 'refused' : 'times out') }).told).toEqual(['4 open@3', '6 update@3']);
  });

  it('that stays as it is stays the same record', () => {
    const { state } = looks('1'.repeat(20));
    expect(judge(state, { at: 99, up: true }, policy)).toEqual(state);
  });
});

describe('a check that flaps', () => {
  const flaps = '1100110011001';
  it('is told once, and no more until it is steady', () => {
    const { told, state } = looks(flaps);
    expect(told).toEqual(['4 open@3', '6 close@3', '8 open@7', '10 close@7', '11 open@9 flaps']);
    expect(state.flapping).toBe(true);
    expect(looks(`${flaps}00110011`).told).toEqual(told);
  });

  it('is steady after ten equal looks: fine again, or down', () => {
    expect(looks(`${flaps}${'1'.repeat(9)}`)).toMatchObject({ state: { flapping: false, status: 'up' } });
    expect(looks(`${flaps}${'1'.repeat(9)}`).told.at(-1)).toBe('22 close@9');
    expect(looks(`${flaps}${'0'.repeat(10)}`)).toMatchObject({ state: { flapping: false, status: 'down' } });
    expect(looks(`${flaps}${'0'.repeat(10)}`).told.at(-1)).toBe('23 update@9');
  });
});

describe('a check below one that is down', () => {
  it('is unknown, and nobody is told', () => {
    expect(looks('110000', { held: '  hhhh' })).toMatchObject({ state: { status: 'unknown', since: 3 }, told: [] });
  });

  it('is judged again when that is up: down, if its looks still fail', () => {
    expect(looks('11000000', { held: '  hhhh  ' })).toMatchObject({ state: { status: 'down', since: 7 }, told: ['8 open@7'] });
    expect(looks('1100001', { held: '  hhhh ' })).toMatchObject({ state: { status: 'up', since: 7 }, told: [] });
  });

  it('that was down before keeps its incident', () => {
    const { told } = looks('11000011', { held: '    hh  ' });
    expect(told).toEqual(['4 open@3', '7 close@3']);
  });
});

describe('a check that is silenced', () => {
  it('is judged, and told when the silence ends', () => {
    expect(looks('110000', { silent: '  sss ' })).toMatchObject({ state: { status: 'down', since: 3 }, told: ['6 open@3'] });
  });

  it('says that it is fine again all the same, to whom it said that it is down', () => {
    expect(looks('11000011', { silent: '    ssss' }).told).toEqual(['4 open@3', '8 close@3']);
  });
});
