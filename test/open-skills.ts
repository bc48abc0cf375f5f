import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noMail } from '../infra/core/no-mail.ts';
import { jobs } from '../jobs/index.ts';
import type { Place } from '../shared/channel/inbound.ts';
import { parseArguments } from '../shared/command/arguments.ts';
import { type Catalogue, catalogueOf } from '../shared/command/catalogue.ts';
import type { Command, CommandId, Raw } from '../shared/command/command.ts';
import type { Context, Services } from '../shared/command/context.ts';
import type { InstallationStatus } from '../shared/command/installation.ts';
import { resolve } from '../shared/command/resolve.ts';
import type { Skill, SkillDeps } from '../shared/command/skill.ts';
import type { Draft } from '../shared/flow/issue.ts';
import { silent } from '../shared/flow/observe.ts';
import type { Inbox } from '../shared/inbox/inbox.ts';
import { sqliteInbox } from '../shared/inbox/sqlite/inbox.ts';
import { type Person, personId } from '../shared/people/person.ts';
import type { Action } from '../shared/reply/action.ts';
import type { Reply } from '../shared/reply/reply.ts';
import { localKeeper } from '../shared/secrets/sealed/local-keeper.ts';
import { sealedSecrets } from '../shared/secrets/sealed/secrets.ts';
import { seriesFile } from '../shared/series/sqlite/schema.ts';
import { sqliteSeries } from '../shared/series/sqlite/series.ts';
import { openDatabase } from '../shared/sqlite/database.ts';
import { sqliteStore } from '../shared/store/sqlite/store.ts';
import { type ManualClock, manualClock } from '../shared/timers/manual-clock.ts';
import { sqliteTimers } from '../shared/timers/sqlite/timers.ts';
import { skills as starters } from '../skills/index.ts';

export interface Asking {
  readonly person?: Partial<Person>;
  readonly place?: Partial<Place>;
  readonly user?: string;
  readonly id?: string;
  readonly saidAt?: number;
}

export interface OpenSkills extends SkillDeps {
  readonly clock: ManualClock;
  /** What was issued, oldest first. */
  readonly issued: Draft[];
  readonly services: Services;
  /** Words → the one reply of the command they resolve to. Throws what the handler throws, and Error for arguments that are missing or don't fit. */
  say(words: string, asking?: Asking): Promise<Reply>;
  press(action: Action | undefined, asking?: Asking): Promise<Reply>;
  run(name: string, raw: Raw, asking?: Asking): Promise<Reply>;
  contextOf(name: string, raw: Raw, asking?: Asking): Context;
  close(): void;
}

const quiet = { info() {}, warn() {}, error() {} };

export interface OpenOptions {
  readonly folder?: string;
  readonly clock?: ManualClock;
  readonly status?: Partial<InstallationStatus>;
  readonly env?: SkillDeps['env'];
  readonly proactive?: (channel: string) => boolean;
  readonly keeps?: (channel: string) => boolean;
  /** Services that stand for the real ones. */
  readonly instead?: Partial<Services>;
  readonly issue?: (draft: Draft) => Promise<void>;
}

/** All that Bellhop comes with. */
export const everySkill: readonly Skill[] = [...starters, ...jobs];

/** Opens skills over the real embedded drivers in a folder of their own, on a clock that a test moves. */
export function openSkills(skills: readonly Skill[], options: OpenOptions = {}): OpenSkills {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'bellhop-skills-'));
  const clock = options.clock ?? manualClock(Date.parse('2026-06-10T12:00:00Z'));
  const database = openDatabase(folder, { clock, log: quiet });
  const catalogue: Catalogue = catalogueOf(skills.flatMap((skill) => skill.commands));
  const issued: Draft[] = [];
  const series = sqliteSeries({ path: join(folder, seriesFile), clock, rawMs: 7 * 86_400_000, gatherMs: 0 });
  const inbox: Inbox = sqliteInbox(database, { clock, random: () => 0.5, alarm: clock });
  const deps: SkillDeps & { clock: ManualClock } = {
    store: sqliteStore(database, { clock }),
    timers: sqliteTimers(database, { clock, alarm: clock }),
    series,
    inbox,
    clock,
    mail: noMail('Set it up.'),
    secrets: sealedSecrets(sqliteStore(database, { clock }), localKeeper({ key: 'a key' }), { clock }),
    env: options.env ?? {},
    log: quiet,
    url: 'https://bellhop.example.com',
    observer: silent,
    issue: async (draft) => {
      await options.issue?.(draft);
      issued.push(draft);
      return draft.key as CommandId;
    },
    catalogue: () => catalogue,
    status: async () => ({ version: '1.2.3', startedAt: clock.now() - 90_000, channels: [], queue: await inbox.depth(), ...options.status }),
    speaks: (channel) => channel === 'alexa' || channel === 'speaker',
    proactive: options.proactive ?? (() => true),
    addressed: (to) =>
      /^\+|.@/.test(to)
        ? {
            channel: to.includes('@') ? 'email' : 'sms',
            bot: 'main',
            tenant: 'main',
            conversation: to.replaceAll(' ', ''),
            user: to.replaceAll(' ', ''),
            direct: true,
          }
        : null,
    optOut: (channel) => channel === 'phone',
    keeps: options.keeps ?? (() => false),
  };
  const services = Object.assign({}, ...skills.map((skill) => skill.services?.(deps) ?? {}), options.instead) as Services;

  function contextOf(name: string, raw: Raw, { person, place, user = 'u1', id = `c-${Math.random()}`, saidAt = clock.now() }: Asking = {}): Context {
    const here: Place = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'k1', direct: true, ...place };
    const command: Command = {
      id: id as CommandId,
      name,
      raw,
      from: { user },
      place: here,
      priority: 'interactive',
      saidAt,
      acceptedAt: clock.now(),
      trace: id,
    };
    const whole: Person = { id: personId(here, user), role: 'member', locale: 'en', timeZone: 'Europe/Berlin', ...person };
    return {
      ...services,
      command,
      person: whole,
      catalogue,
      signal: new AbortController().signal,
      now: () => clock.now(),
      idempotencyKey: id,
      openFile: () => Promise.reject(new Error('No file was sent.')),
      undoWith() {},
    };
  }

  async function run(name: string, raw: Raw, asking?: Asking): Promise<Reply> {
    const definition = catalogue.byName(name);
    if (!definition) throw new Error(`There is no command ${name}.`);
    const context = contextOf(name, raw, asking);
    const { timeZone, locale } = context.person;
    const parsed = parseArguments(definition, raw, { saidAt: context.command.saidAt, timeZone, locale });
    if (!('values' in parsed))
      throw new Error('missing' in parsed ? `missing ${parsed.missing}: ${parsed.ask}` : `invalid ${parsed.invalid}: ${parsed.error}`);
    return definition.run(parsed.values as never, context) as Promise<Reply>;
  }

  return {
    ...deps,
    issued,
    services,
    run,
    contextOf,
    say(words, asking) {
      const { name, raw } = resolve({ kind: 'text', text: words }, catalogue);
      return run(name, raw, asking);
    },
    press(action, asking) {
      if (!action) throw new Error('There is no such button.');
      return run(action.command, { args: action.args }, asking);
    },
    close() {
      database.close();
      void series.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
