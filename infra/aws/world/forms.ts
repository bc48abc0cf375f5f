import type { Inbound } from '../../../shared/channel/inbound.ts';
import { catalogueOf } from '../../../shared/command/catalogue.ts';
import { formFor } from '../../../shared/command/form.ts';
import type { Form } from '../../../shared/reply/form.ts';
import { unpacked } from './packed.ts';

/** As `outlined.ts`, for the ways in that open forms: the others don't carry what stands in one. */
const outlines = import.meta.isBundle
  ? unpacked(import.meta.formOutlines)
  : (await import('../outlines.ts')).formOutlines((await import('#own')).own.skills);
const catalogue = catalogueOf(outlines);

/** The form to show instead of keeping what was said. */
export const formOf = (inbound: Inbound): Form | null => formFor(inbound.said, catalogue);
