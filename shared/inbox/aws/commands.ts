import { randomUUID } from 'node:crypto';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { readItems } from '../../aws/read-items.ts';
import { type Table, tableKey, workIndex } from '../../aws/table.ts';
import type { Clock } from '../../clock.ts';
import { StorageFailed } from '../../errors.ts';
import { type Attributes, attributesOf, type CommandItem, names } from './item.ts';
import { live, type Parts, putAway } from './parts.ts';
import { commandKey, nextLook, type PlaceOptions, placeNames, placesOf } from './places.ts';
import { take, type takings } from './taking.ts';
import { readItem, written } from './write.ts';

/** Times that a change may be overtaken by another's. */
const triesMax = 10;

export interface CommandsOptions extends PlaceOptions {
  readonly clock: Clock;
  readonly parts: Parts;
  /** Something that matters to nobody's answer failed. */
  readonly report: (what: string, cause: unknown) => void;
}

/** An item as it was, and as it is now; `after` null: the transition doesn't apply to it, and nothing was written. */
export interface Change {
  readonly before: CommandItem;
  readonly after: CommandItem | null;
}

/** The commands' items: read, taken, and changed by one conditional write each. Rejects with StorageFailed. */
export class Commands {
  readonly #table: Table;
  readonly #options: CommandsOptions;

  constructor(table: Table, options: CommandsOptions) {
    this.#table = table;
    this.#options = options;
  }

  /** Null: there is none, or its retention has ended. */
  async read(id: string): Promise<CommandItem | null> {
    return this.#live(await readItem(this.#table, commandKey(id)));
  }

  /** Those of these keys that there are. */
  async readAll(keys: readonly string[]): Promise<readonly CommandItem[]> {
    const items = await readItems(this.#table, keys);
    const live = await Promise.all([...items.values()].map((item) => this.#live(item)));
    return live.filter((item) => item !== null);
  }

  /** One write, no read. Null: it isn't due, or another has it. */
  async take(id: string, kind: keyof typeof takings, leaseMs: number): Promise<CommandItem | null> {
    const now = this.#options.clock.now();
    return this.#live(await take(this.#table, id, kind, now, now + leaseMs));
  }

  /** `known`: the item as it was last seen, which saves reading it. Null: there is none. */
  async change(id: string, transition: (item: CommandItem) => CommandItem | null, known?: CommandItem): Promise<Change | null> {
    let before = known ?? (await this.read(id));
    for (let i = 0; i < triesMax; i++) {
      if (!before) return null;
      const next = transition(before);
      if (!next) return { before, after: null };
      const met = await this.#write(before, next);
      if ('after' in met) return { before, after: met.after };
      before = await this.#live(met.met);
    }
    throw new StorageFailed('The command', new Error(`${id} was changed by others ${triesMax} times meanwhile.`));
  }

  /** Looks at it later, at `at`, unless it changed meanwhile. No change of the command: who holds it doesn't notice. */
  async lookLater({ id, version, lookAt }: CommandItem, at: number): Promise<boolean> {
    const key = commandKey(id);
    const command = new UpdateItemCommand({
      TableName: this.#table.name,
      Key: { [tableKey]: { S: key } },
      UpdateExpression: 'SET #look = :at',
      ConditionExpression: '#version = :version AND #look = :look',
      ExpressionAttributeNames: { '#look': workIndex.sort, '#version': names.version },
      ExpressionAttributeValues: { ':at': { N: String(at) }, ':version': { N: String(version) }, ':look': { N: String(lookAt) } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return (await written(this.#table, { key, id: '', send: (options) => this.#table.client.send(command, options) })).isWritten;
  }

  async #write(before: CommandItem, next: CommandItem): Promise<{ readonly after: CommandItem } | { readonly met: Attributes | null }> {
    const now = this.#options.clock.now();
    const lookAt = nextLook(next, before.lookAt, now, this.#options);
    const writeId = randomUUID();
    const after = await putAway({ ...next, writeId, version: before.version + 1, lookAt }, before, this.#options.parts);
    const command = new UpdateItemCommand({
      TableName: this.#table.name,
      Key: { [tableKey]: { S: commandKey(after.id) } },
      ...whole(after, before, placesOf(after, lookAt, now, this.#options)),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const result = await written(this.#table, {
      key: commandKey(after.id),
      id: writeId,
      send: (options) => this.#table.client.send(command, options),
    });
    if (after.part !== before.part) this.#forget(result.isWritten ? before.part : after.part);
    return result.isWritten ? { after } : { met: result.met };
  }

  #live(attributes: Attributes | null): Promise<CommandItem | null> {
    return live(attributes, this.#options.clock.now(), this.#options.parts);
  }

  /** Nothing refers to it any more; what can't be deleted is left to the end of its time there. */
  #forget(part: string | null): void {
    if (part !== null)
      this.#options.parts.delete(part).catch((cause) => this.#options.report('A part that is not needed any more could not be deleted.', cause));
  }
}

/** Everything that can change, set or taken away, if nobody else wrote meanwhile. What this program doesn't know is left as it is: a newer one may. */
function whole(after: CommandItem, before: CommandItem, places: Attributes) {
  const attributes: Attributes = {
    ...attributesOf(after),
    ...places,
    [names.version]: { N: String(after.version) },
    [names.writeId]: { S: after.writeId },
  };
  // The largest is sent only when it is another.
  const isSame = after.part === null && before.part === null && after.replies === before.replies;
  const set = Object.keys(attributes).filter((name) => !(name === names.replies && isSame));
  const all = [...Object.values(names).filter((name) => name !== names.command), ...placeNames];
  const remove = [...new Set(all)].filter((name) => attributes[name] === undefined);
  return {
    UpdateExpression: `SET ${set.map((name) => `#${name} = :${name}`).join(', ')} REMOVE ${remove.map((name) => `#${name}`).join(', ')}`,
    ConditionExpression: `#${names.version} = :before`,
    ExpressionAttributeNames: Object.fromEntries([...set, ...remove].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map((name) => [`:${name}`, attributes[name] ?? { NULL: true }])),
      ':before': { N: String(before.version) },
    },
  };
}
