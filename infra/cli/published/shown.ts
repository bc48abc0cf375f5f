import { z } from 'zod';

const names = z.array(z.string()).default([]);

/** What the server answers of one channel. */
const shown = z.object({
  channel: z.string(),
  told: z.enum(['platform', 'kept', 'nobody']).optional(),
  isPublished: z.boolean().default(false),
  state: z.enum(['same', 'done', 'partly', 'refused', 'files']).optional(),
  changes: z.array(z.object({ part: z.string(), added: names, removed: names, changed: names, reordered: z.boolean().default(false) })).default([]),
  leftOut: z.array(z.object({ command: z.string(), why: z.string(), phrase: z.string().optional() })).default([]),
  refused: z.array(z.object({ part: z.string(), message: z.string(), hint: z.string().optional() })).default([]),
  files: z
    .array(z.object({ name: z.string(), text: z.string().optional(), base64: z.string().optional() }))
    .default([])
    .transform((files) => files.map(({ name, text, base64 }) => ({ name, content: text ?? Buffer.from(base64 ?? '', 'base64') }))),
  mend: z.string().default(''),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
});

export type Shown = z.infer<typeof shown>;

/** The channels of the server's answer. */
export const shownIn = (answer: unknown): readonly Shown[] => z.object({ channels: z.array(shown) }).parse(answer).channels;
