import { describe } from 'vitest';
import { acceptContract } from './accept.contract.ts';
import { adminContract } from './admin.contract.ts';
import { deliverContract } from './deliver.contract.ts';
import { orderContract } from './order.contract.ts';
import { runContract } from './run.contract.ts';
import type { InboxSubject, SubjectOptions } from './subject.contract.ts';
import { waitContract } from './wait.contract.ts';

export type { InboxSubject, SubjectOptions } from './subject.contract.ts';

/** The promises every inbox keeps. `kind` false: those that hold behind an unkind wrapper too. */
export function inboxContract(name: string, open: (options?: SubjectOptions) => Promise<InboxSubject>, { kind = true } = {}): void {
  describe(`${name} keeps an inbox's promises`, () => {
    for (const part of [acceptContract, runContract, waitContract, deliverContract, adminContract, orderContract]) part({ open, kind });
  });
}
