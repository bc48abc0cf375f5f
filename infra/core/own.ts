import { type Dirent, readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChannelModule, Env } from '../../shared/channel/channel.ts';
import type { AnyCommand } from '../../shared/command/define.ts';
import type { Skill } from '../../shared/command/skill.ts';
import { SettingsError } from '../../shared/errors.ts';

/** What people's own folders give. */
export interface Own {
  readonly skills: readonly Skill[];
  readonly channels: readonly ChannelModule[];
  /** Whole paths of what was loaded. */
  readonly files: readonly string[];
}

export const noOwn: Own = { skills: [], channels: [], files: [] };

/** The folders that BELLHOP_SKILLS names. */
export const foldersIn = (env: Env): readonly string[] => (env.BELLHOP_SKILLS ?? '').split(',').flatMap((part) => part.trim() || []);

const root = new URL('../../', import.meta.url);

/** Where a module of `bellhop/…` lies: in the checkout, or in the package, which is built of it. */
function moduleOf(path: string): string {
  const isBuilt = import.meta.url.endsWith('.js');
  return new URL(isBuilt ? path.replace(/\.ts$/, '.js') : path, root).href;
}

let given = noOwn;

/** What the program itself brings, beside the folders: to be told before anything starts. */
export function giveOwn(own: Own): void {
  given = own;
}

/**
 * What the program brought, and the folders of BELLHOP_SKILLS, loaded as they are, TypeScript included: each file in them, and `index.ts` or `channel.ts` of each folder in them. A
 * file exports commands, skills or channels; `bellhop/shared/…` is this checkout's. Throws SettingsError naming the file.
 */
export async function loadOwn(folders: readonly string[]): Promise<Own> {
  if (folders.length === 0) return given;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith('bellhop/') ? next(moduleOf(specifier.slice('bellhop/'.length)), context) : next(specifier, context),
  });
  const files = folders.flatMap((folder) => filesIn(resolve(folder)));
  const loaded: (readonly [string, Record<string, unknown>])[] = [];
  for (const file of files) loaded.push([file, await load(file)]);
  const { skills, channels } = ownOf(loaded);
  return { skills: [...given.skills, ...skills], channels: [...given.channels, ...channels], files };
}

/** The same of files that are loaded already: each with what it exports. */
export function ownOf(files: readonly (readonly [file: string, exports: Record<string, unknown>])[]): Own {
  const skills: Skill[] = [];
  const channels: ChannelModule[] = [];
  for (const [file, exports] of files) {
    const given = Object.values(exports);
    const commands = given.filter(isCommand);
    if (commands.length > 0) skills.push({ name: file, commands });
    skills.push(...given.filter(isSkill));
    channels.push(...given.filter(isChannel));
    if (!given.some((one) => isCommand(one) || isSkill(one) || isChannel(one))) {
      throw new SettingsError(
        `${file} exports no command, skill or channel.`,
        'Export one, as `export const echo = command({ … })`; a file that only helps others belongs into a folder beside it.',
      );
    }
  }
  return { skills, channels, files: files.map(([file]) => file) };
}

function filesIn(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    if (!entry.isDirectory()) return isSource(entry.name) ? [path] : [];
    return entriesOf(path)
      .filter(({ name }) => /^(index|channel)\.[jt]s$/.test(name))
      .map(({ name }) => join(path, name));
  });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw new SettingsError(`BELLHOP_SKILLS names ${folder}, which can't be read: ${messageOf(cause)}.`, 'It expects folders, comma-separated.');
  }
}

const isSource = (name: string) => /\.(ts|mts|js|mjs)$/.test(name) && !/\.(test|d)\.m?[jt]s$/.test(name);

async function load(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>; // A module's namespace is one.
  } catch (cause) {
    throw new SettingsError(`${file} could not be loaded: ${messageOf(cause)}.`, 'Mend it, or take its folder out of BELLHOP_SKILLS.');
  }
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');

function isCommand(value: unknown): value is AnyCommand {
  return has(value, 'name', 'string') && has(value, 'run', 'function') && has(value, 'with', 'function');
}

function isSkill(value: unknown): value is Skill {
  return has(value, 'name', 'string') && has(value, 'commands', 'object');
}

function isChannel(value: unknown): value is ChannelModule {
  return has(value, 'name', 'string') && has(value, 'settings', 'object') && has(value, 'configure', 'function');
}

function has(value: unknown, member: string, type: string): boolean {
  return typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[member] === type;
}
