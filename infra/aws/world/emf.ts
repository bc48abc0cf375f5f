import type { Clock } from '../../../shared/clock.ts';
import { metricsNamespace } from '../environment.ts';
import type { Labels, Numbers, Unit } from './numbers.ts';

export interface EmfOptions {
  /** The one dimension. */
  readonly service: string;
  readonly clock: Clock;
  readonly write: (line: string) => unknown;
}

/** Tells numbers as lines of CloudWatch's embedded metric format, for ways in, which load no more than they must. What is told in one go and doesn't contradict is one line. */
export class Emf implements Numbers {
  readonly #options: EmfOptions;
  #labels: Labels = {};
  readonly #told = new Map<string, { readonly unit: Unit; readonly value: number }>();

  constructor(options: EmfOptions) {
    this.#options = options;
  }

  tell(name: string, unit: Unit, value: number, labels: Labels = {}): void {
    const isOther = Object.entries(labels).some(([label, is]) => this.#labels[label] !== undefined && this.#labels[label] !== is);
    if (isOther || this.#told.has(name)) this.flush();
    if (this.#told.size === 0) queueMicrotask(() => this.flush());
    this.#labels = { ...this.#labels, ...labels };
    this.#told.set(name, { unit, value });
  }

  /** Stands in the next line too, where one is told. */
  note(labels: Labels): void {
    this.#labels = { ...this.#labels, ...labels };
  }

  /** Writes what was told. */
  flush(): void {
    if (this.#told.size === 0) return;
    const { service, clock, write } = this.#options;
    const told = [...this.#told];
    const metrics = told.map(([Name, { unit }]) => ({ Name, Unit: unit }));
    const head = { Timestamp: clock.now(), CloudWatchMetrics: [{ Namespace: metricsNamespace, Dimensions: [['service']], Metrics: metrics }] };
    const values = Object.fromEntries(told.map(([name, { value }]) => [name, value]));
    write(`${JSON.stringify({ _aws: head, service, ...this.#labels, ...values })}\n`);
    this.#labels = {};
    this.#told.clear();
  }
}
