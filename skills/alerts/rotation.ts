import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { list, person, text, timing } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { both } from '../../shared/language/languages.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { duty } from './duty.ts';
import { speak } from './words/speak.ts';

/** Rotations of a tenant, and members of one, at most. */
const rotationsMax = 50;
const membersMax = 50;
const hourMs = 3_600_000;

/** `rotation ops of @ada, @ben every monday at 9`: who is on duty, one after the other. Made again under its name, it begins anew with the first. */
export const rotation = command({
  name: 'rotation',
  summary: 'Say who is on duty, one after the other',
  phrases: ['rotation {name} of {members} {handover}', 'rotation {name} of {members}'],
  params: {
    name: text({ ask: 'What is it called?', summary: 'Its name, one word', max: 40 }),
    members: list(person(), { max: membersMax, ask: 'Who, in which order?', summary: 'Who, in their order' }),
    handover: timing({ ask: 'When does the next one take over?', summary: '“every monday at 9”' }),
  },
  examples: ['rotation ops of @ada, @ben every monday at 9'],
  label: 'Rotation',
  access: 'operator',
  repeat: 'keyed',
  in: {
    de: {
      summary: 'Legt fest, wer nacheinander Bereitschaft hat',
      label: 'Bereitschaft',
      phrases: ['bereitschaft {name} mit {members} {handover}', 'bereitschaft {name} mit {members}'],
      examples: ['bereitschaft ops mit @ada, @ben jeden Montag um 9'],
      params: {
        name: { ask: 'Wie heißt sie?', summary: 'Ihr Name, ein Wort' },
        members: { ask: 'Wer, in welcher Reihenfolge?', summary: 'Wer, der Reihe nach' },
        handover: { ask: 'Wann übernimmt der Nächste?', summary: '„jeden Montag um 9“' },
      },
    },
  },
  async run({ name: said, members: refs, handover }, context): Promise<Reply> {
    const {
      alertPlans,
      command: { place, saidAt },
      person: { locale, timeZone },
      now,
    } = context;
    const say = speak(locale);
    const name = said.trim().toLowerCase();
    if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u.test(name) || reserved.test(name)) throw new Refusal('rotation_name', say.rotationName(said));
    if (handover.unit === 'once' || (handover.unit === 'interval' && handover.everyMs < hourMs)) throw new Refusal('rotation_rule', say.rotationRule);
    const found = await Promise.all(refs.map((ref) => context.rights.find(context, ref)));
    const members = found.map(({ person: one }) => ({ person: one.id, name: one.name ?? one.id }));
    await alertPlans.change(place, (plan) => {
      const others = plan.rotations.filter((one) => one.name !== name);
      if (others.length >= rotationsMax) throw new Refusal('too_many_rotations', say.tooManyRotations(rotationsMax));
      return { ...plan, rotations: [...others, { name, members, handover, madeAt: saidAt, turn: { member: 0, at: saidAt }, overrides: [] }] };
    });
    const next = await alertPlans.onDuty(place, name, now());
    return reply(
      say.rotationMade(
        name,
        both(
          members.map((one) => one.name),
          locale,
        ),
      ),
      {
        severity: 'success',
        fields: next
          ? [
              { name: say.nowOnDuty, value: next.name },
              ...(next.until === null ? [] : [{ name: say.until, value: sayWhen(next.until, timeZone, now(), locale) }]),
            ]
          : [],
        actions: [duty.with({}, { locale })],
      },
    );
  },
});

/** What routes mean by themselves. */
export const reserved = /^(here|hier|hierher|me|mich|mir|duty|dienst)$/;

/** `unrotate ops`: takes a rotation away that no route names. */
export const unrotate = command({
  name: 'unrotate',
  summary: 'Take a rotation away',
  phrases: ['unrotate {name}', 'remove rotation {name}', 'delete rotation {name}'],
  params: { name: text({ ask: 'Which rotation?', summary: 'Its name' }) },
  examples: ['unrotate ops'],
  label: 'Take a rotation away',
  access: 'operator',
  in: {
    de: {
      summary: 'Nimmt eine Bereitschaft weg',
      label: 'Bereitschaft wegnehmen',
      phrases: ['entferne bereitschaft {name}', 'lösche bereitschaft {name}'],
      examples: ['entferne bereitschaft ops'],
      params: { name: { ask: 'Welche Bereitschaft?', summary: 'Ihr Name' } },
    },
  },
  async run({ name: said }, { alertPlans, command: { place }, person: { locale } }: Context): Promise<Reply> {
    const say = speak(locale);
    const name = said.trim().toLowerCase();
    let found = false;
    await alertPlans.change(place, (plan) => {
      found = plan.rotations.some((one) => one.name === name);
      const isUsed = plan.routes.some(({ steps }) => steps.some(({ targets }) => targets.some((one) => one.to === 'duty' && one.rotation === name)));
      if (found && isUsed) throw new Refusal('rotation_used', say.rotationUsed(name), { hint: say.rotationUsedHint });
      return found ? { ...plan, rotations: plan.rotations.filter((one) => one.name !== name) } : null;
    });
    return found ? reply(say.rotationGone(name), { severity: 'success' }) : reply(say.noSuchRotation(said), { severity: 'warning' });
  },
});
