import { type Bill, billOf } from './bill.ts';
import { costOf, knownSince, type Price, type PriceName, priceNames, prices } from './prices.ts';
import { type Counts, checkUses, commandUses, idleUses, sharedUses, type Use } from './uses.ts';

/** Commands a month that the tables show, beside none. */
export const volumes = [1_000, 1_000_000, 100_000_000] as const;
const most = volumes[2];
/** Checks, each once a minute, that a table of its own shows. */
export const checksShown = 1_000;

/** What docs/deploy-aws.md has between its marks, word for word. */
export function costTables(counts: Counts): string {
  return [
    `Prices: us-east-1, in dollars, as known ${knownSince}; not compared with AWS's pages since. Look there before you rely on a sum.`,
    '### A month in which nobody uses it',
    idleTable(counts),
    '### A month of so many commands',
    volumesTable(counts),
    `### ${quantity(checksShown)} checks, each once a minute, beside that`,
    checksTable(),
    '### What that takes one command for',
    assumptions(),
    '### Prices',
    priceTable(),
  ].join('\n\n');
}

/** Dollars for a million commands, beyond what the stage costs without any. */
export function eachMillion({ usd, commands }: Bill, idle: Bill): number {
  return ((usd - idle.usd) / commands) * 1_000_000;
}

const idleTable = (counts: Counts) => usesTable(idleUses(counts), billOf(counts, 0));

/** Dollars a month for so many checks, each once a minute. */
export const checksUsd = (checks: number) => checkUses(checks).reduce((sum, { of, count }) => sum + costOf(of, count), 0);

function checksTable(): string {
  const uses = checkUses(checksShown);
  const afterFree = uses.reduce((sum, { of, count }) => sum + costOf(of, count, { free: true }), 0);
  return usesTable(uses, { usd: checksUsd(checksShown), afterFree });
}

function usesTable(uses: readonly Use[], { usd, afterFree }: Pick<Bill, 'usd' | 'afterFree'>): string {
  const rows = uses.map(({ of, count, why }) => [
    prices[of].what,
    why,
    units(of, count),
    dollars(costOf(of, count)),
    dollars(costOf(of, count, { free: true })),
  ]);
  const all = ['**all**', '', '', `**${dollars(usd)}**`, `**${dollars(afterFree)}**`];
  return table(['part', 'what for', 'used', '$', '$ after what each account has free'], [...rows, all]);
}

function volumesTable(counts: Counts): string {
  const idle = billOf(counts, 0);
  const bills = [idle, ...volumes.map((commands) => billOf(counts, commands))];
  const rows = priceNames.map((name) => [prices[name].what, ...bills.map(({ lines }) => dollars(lines.get(name)?.usd ?? 0))]);
  return table(
    ['part', 'none', ...volumes.map(quantity)],
    [
      ...rows,
      ['**all, $**', ...bills.map(({ usd }) => `**${dollars(usd)}**`)],
      ['after what each account has free, $', ...bills.map(({ afterFree }) => dollars(afterFree))],
      ['a million, beyond idle, $', ...bills.map((bill) => (bill.commands < 1_000_000 ? '' : dollars(eachMillion(bill, idle))))],
    ],
  );
}

function assumptions(): string {
  const each = commandUses().map(({ of, count, why }) => [prices[of].what, units(of, count), why]);
  const shared = sharedUses(most).map(({ of, count, why }) => [prices[of].what, `${units(of, count)} for ${quantity(most)}`, why]);
  return table(['part', 'uses', 'because'], [...each, ...shared]);
}

function priceTable(): string {
  const rows = priceNames.map((name) => {
    const { what, usd, per, free, page }: Price = prices[name];
    return [what, `${usd} for ${units(name, per)}`, free === undefined ? '' : quantity(free), page];
  });
  return table(['part', '$', 'free each month', 'published at'], rows);
}

/** 1 alarm, 29 alarms, 2.7 KB. */
function units(name: PriceName, count: number): string {
  const { unit } = prices[name];
  if (unit === 'GB' && count < 0.001) return `${quantity(count * 1_000_000)} KB`;
  return `${quantity(count)} ${unit}${count === 1 || unit.startsWith('GB') ? '' : 's'}`;
}

/** 657,000; 2.7; 0.02. */
const quantity = (count: number) => (count >= 100 ? Math.round(count).toLocaleString('en-US') : String(Number(count.toPrecision(3))));

function dollars(usd: number): string {
  if (usd === 0) return '0';
  if (usd < 0.005) return '< 0.01';
  return usd < 100 ? usd.toFixed(2) : quantity(usd);
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
