/** Whether actions with these labels are told apart by numbers: not where a label is a number itself, which would then mean two things. */
export const areNumbered = (labels: readonly string[]): boolean => !labels.some((label) => /^\d+$/.test(label.trim()));

/** Which of these labels, from 0, the words choose: by its number as it is listed ("2", "2."), or by itself. Undefined for any other words. */
export function choiceOf(words: string, labels: readonly string[]): number | undefined {
  const said = likeness(words);
  const named = said === '' ? -1 : labels.findIndex((label) => likeness(label) === said);
  if (named >= 0) return named;
  const number = areNumbered(labels) ? /^\(?#?(\d{1,2})[.)]?$/.exec(words.trim())?.[1] : undefined;
  const index = Number(number ?? 0) - 1;
  return index >= 0 && index < labels.length ? index : undefined;
}

/** Words without what nobody types the same twice. */
const likeness = (words: string) =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
