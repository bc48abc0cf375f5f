import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { editDistance } from '../../shared/command/catalogue.ts';

/** What is wrong with a file, and where. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** `checks[2].http.url`; empty for the whole file. */
  readonly at: string;
  /** What is wrong, and what to do. */
  readonly message: string;
}

type Path = readonly PropertyKey[];

/** A file of YAML (JSON too), whose parts know their lines. */
export class Source {
  readonly value: unknown;
  readonly #document: Document;
  readonly #lines = new LineCounter();
  readonly #problems: Problem[];

  constructor(text: string) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, merge: true, prettyErrors: false });
    this.#problems = this.#document.errors.map(({ message, pos: [at] }) =>
      this.#problem(at, [], `${message.replace(/\.?$/, '.')} The file is no YAML there.`),
    );
    this.value = this.#problems.length === 0 ? this.#read() : null;
  }

  /** All that was found, by line. */
  get problems(): readonly Problem[] {
    return [...this.#problems].sort((one, other) => one.line - other.line || one.column - other.column);
  }

  /** Something is wrong with what stands at a path, or with what should. */
  add(path: Path, message: string): void {
    this.#problems.push(this.#problem(this.#offset(path), path, message));
  }

  /** What a schema says of what stands at a path. */
  addIssues(path: Path, issues: readonly z.core.$ZodIssue[], schema: z.ZodType): void {
    for (const issue of issues) {
      const at = [...path, ...issue.path];
      if (issue.code !== 'unrecognized_keys') this.add(at, messageOf(issue, this.#has(at)));
      else for (const key of issue.keys) this.add([...at, key], unknownOption(key, optionsAt(schema, issue.path)));
    }
  }

  #has(path: Path): boolean {
    return this.#document.hasIn(path);
  }

  #read(): unknown {
    try {
      return this.#document.toJS();
    } catch (error) {
      // Aliases of aliases without end.
      this.#problems.push(this.#problem(0, [], `${error instanceof Error ? error.message : String(error)}.`));
      return null;
    }
  }

  #problem(offset: number, path: Path, message: string): Problem {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col, at: written(path), message };
  }

  /** Where what a path leads to begins: its key, where it has one; of what isn't there, what should have it. */
  #offset(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const parent: unknown = length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, length - 1), true);
      const last = path[length - 1];
      const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
      const node: unknown = pair ? pair.key : this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return this.#document.contents?.range?.[0] ?? 0;
  }
}

function unknownOption(key: string, options: readonly string[]): string {
  const [near] = options
    .map((option) => ({ option, distance: editDistance(key.toLowerCase().slice(0, 40), option.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(key.length / 3)))
    .sort((one, other) => one.distance - other.distance);
  const there = options.length === 0 ? '' : ` There are ${options.join(', ')}.`;
  return `There is no option "${key}" here.${near ? ` Did you mean "${near.option}"?` : there}`;
}

/** The options that a schema knows at a path; none where several may stand there. */
function optionsAt(schema: z.ZodType, path: Path): readonly string[] {
  let at: unknown = z.toJSONSchema(schema, { io: 'input' });
  for (const part of path) at = typeof part === 'number' ? within(at).items : within(within(at).properties)[String(part)];
  return Object.keys(within(within(at).properties));
}

const within = (value: unknown): Readonly<Record<string, unknown>> => ({ ...(typeof value === 'object' ? value : null) });

function messageOf(issue: z.core.$ZodIssue, isThere: boolean): string {
  if (issue.code === 'invalid_type' && !isThere) return 'It must be there.';
  if (issue.code === 'invalid_type') return `It must be ${said[issue.expected] ?? issue.expected}.`;
  if (issue.code === 'invalid_value') return `It must be ${issue.values.map(String).join(' or ')}.`;
  return /[.!?]$/.test(issue.message) ? issue.message : `${issue.message}.`;
}

const said: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'options by name',
  record: 'values by name',
};

const written = (path: Path) =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? String(part) : `.${String(part)}`)).join('');
