import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../aws/table.ts';
import type { Bucket } from '../limits.ts';
import { indexOf, names, passedIndex, passedMark, slotMs, slotOf, windowIn } from './window.ts';

/** A part of a conditional update. */
export interface Change {
  readonly conditions: readonly string[];
  readonly set: readonly string[];
  readonly values: Readonly<Record<string, AttributeValue>>;
}

const n = (value: number): AttributeValue => ({ N: String(value) });

/** Takes one in a window, over `:now` and `:one`. `slot`: where it is counted. */
export function taking(item: Item | undefined, { count, perMs }: Bucket, now: number): Change & { readonly slot: number } {
  const window = windowIn(item, perMs);
  const name = names(perMs);
  const mine = slotOf(perMs, now);
  const [slot, limit] = [`:slot${perMs}`, `:limit${perMs}`];
  const last = window?.marks.find(({ index }) => index === indexOf(window.slot));
  if (!window || !last) {
    const index = indexOf(mine);
    return {
      conditions: [`attribute_not_exists(${name.taken})`],
      set: [`${name.taken} = :one`, `${name.slot} = ${slot}`, `${name.number(index)} = :one`, `${name.at(index)} = :now`],
      values: { [slot]: n(mine) },
      slot: mine,
    };
  }
  const passed = passedMark(window, perMs, now);
  const values = { [limit]: n((passed?.number ?? 0) + count) };
  // Others' clocks are ahead: this one counts as made with the last, for marks go forward only.
  if (last.at > now) {
    return {
      conditions: [`${name.taken} < ${limit}`, `${name.slot} = ${slot}`],
      set: [`${name.taken} = ${name.taken} + :one`, `${name.number(last.index)} = ${name.taken} + :one`],
      values: { ...values, [slot]: n(window.slot) },
      slot: window.slot,
    };
  }
  const index = indexOf(mine);
  // The new slot may take the place of the mark that says what is out of the window.
  const kept = mine > window.slot && passed && passed.index !== passedIndex ? passed : undefined;
  const [keptNumber, keptAt] = [`:number${perMs}`, `:at${perMs}`];
  return {
    conditions: [`${name.taken} < ${limit}`, `(${name.slot} < ${slot} OR (${name.slot} = ${slot} AND ${name.at(index)} <= :now))`],
    set: [
      `${name.taken} = ${name.taken} + :one`,
      `${name.slot} = ${slot}`,
      `${name.number(index)} = ${name.taken} + :one`,
      `${name.at(index)} = :now`,
      ...(kept ? [`${name.number(passedIndex)} = ${keptNumber}`, `${name.at(passedIndex)} = ${keptAt}`] : []),
    ],
    values: { ...values, [slot]: n(mine), ...(kept ? { [keptNumber]: n(kept.number), [keptAt]: n(kept.at) } : {}) },
    slot: mine,
  };
}

/**
 * Gives back one that was counted in `slot`, over `:one`: the numbers of those after it move down, in all marks that have them. Null when it is too late for that: it may be out of the
 * window by now.
 */
export function givingBack(item: Item, perMs: number, slot: number): Change | null {
  const window = windowIn(item, perMs);
  if (!window || (window.slot + 1 - slot) * slotMs(perMs) > perMs) return null;
  const name = names(perMs);
  const after = window.marks.filter(({ at }) => slotOf(perMs, at) >= slot);
  return {
    conditions: [`${name.slot} = :slot${perMs}`],
    set: [name.taken, ...after.map(({ index }) => name.number(index))].map((attribute) => `${attribute} = ${attribute} - :one`),
    values: { [`:slot${perMs}`]: n(window.slot) },
  };
}
