import { cardProblems } from './card.ts';

type Json = Readonly<Record<string, unknown>>;

/** Teams: 100 KB for the whole activity, counted as UTF-16. */
export const activityBytesMax = 100 * 1024;

/** What Teams answers an activity that it doesn't take, or null when it does. */
export function activityProblem(body: string): { status: number; code: string; message: string } | null {
  const bytes = body.length * 2;
  if (bytes > activityBytesMax) return { status: 413, code: 'MessageSizeTooBig', message: `Message size too large: ${bytes} bytes` };
  const activity = JSON.parse(body) as Json;
  const problems = [...shapeProblems(activity), ...cards(activity).flatMap(cardProblems), ...markProblems(activity)];
  return problems.length === 0 ? null : { status: 400, code: 'BadSyntax', message: problems.join('; ') };
}

function shapeProblems({ type, text, textFormat, attachments, entities, channelId, from }: Json): string[] {
  const words = typeof text === 'string' ? text : '';
  return [
    ...(type === 'message' ? [] : [`type ${type}`]),
    ...(words.trim() !== '' || (Array.isArray(attachments) && attachments.length > 0) ? [] : ['neither text nor attachment']),
    ...(textFormat === undefined || ['plain', 'markdown', 'xml'].includes(String(textFormat)) ? [] : [`textFormat ${textFormat}`]),
    ...(channelId === 'msteams' ? [] : ['channelId is not msteams']),
    ...(typeof (from as Json | undefined)?.id === 'string' ? [] : ['no from']),
    ...(entities === undefined ? [] : ['entities: nobody asked for a mention']),
  ];
}

/** Marks that Teams runs, wherever words are shown: nobody asked for them. */
function markProblems(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markProblems);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (!shown.has(name) || typeof inner !== 'string') return markProblems(inner);
    return [
      ...(/<\/?at\b/i.test(inner) ? [`an at mark without its mention in ${name}`] : []),
      ...(/<\/?quoted\b/i.test(inner) ? [`a quote that nobody made in ${name}`] : []),
      ...(inner.includes('{{') ? [`something a client would work out in ${name}`] : []),
    ];
  });
}

const shown = new Set(['text', 'title', 'value', 'altText', 'fallbackText', 'summary']);

/** The content of each attachment but pictures; what isn't an Adaptive Card is no card, so it has problems. A picture comes as data. */
function cards({ attachments }: Json): unknown[] {
  if (!Array.isArray(attachments)) return [];
  const isPicture = ({ contentType, contentUrl, name }: Json) =>
    contentType === 'image/png' && /^data:image\/png;base64,[A-Za-z0-9+/]+=*$/.test(String(contentUrl)) && typeof name === 'string';
  return attachments
    .filter((each: Json) => !isPicture(each))
    .map((each: Json) => (each.contentType === 'application/vnd.microsoft.card.adaptive' ? each.content : undefined));
}
