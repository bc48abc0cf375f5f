/** Numbers as people say them, in English and German, up to a hundred. */
const words: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
      'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig',
    ].flatMap((line) => line.split(' ').map((word, i) => [word, i] as const)),
  ),
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
  dreißig: 30,
  vierzig: 40,
  fünfzig: 50,
  sechzig: 60,
  siebzig: 70,
  achtzig: 80,
  neunzig: 90,
  hundert: 100,
};

/** `nine` → 9, `forty-five` and `forty five` → 45, `fünf` → 5, `fünfundvierzig` → 45; undefined for what is no number word. */
export function numberWord(word: string): number | undefined {
  const lower = word.toLowerCase();
  const whole = oneWord(lower);
  if (whole !== undefined) return whole;
  const [tens, ones, more] = lower.split(/[-\s]/, 3);
  if (more === undefined && tens !== undefined && ones !== undefined) return sum(oneWord(tens), oneWord(ones));
  const und = lower.indexOf('und');
  if (und < 2 || lower.length > 20) return undefined;
  const before = lower.slice(0, und);
  return sum(oneWord(lower.slice(und + 3)), before === 'ein' ? 1 : oneWord(before));
}

const oneWord = (word: string) => (Object.hasOwn(words, word) ? words[word] : undefined);

function sum(tens: number | undefined, ones: number | undefined): number | undefined {
  if (tens === undefined || ones === undefined || tens < 20 || tens > 90 || ones < 1 || ones > 9) return undefined;
  return tens + ones;
}
