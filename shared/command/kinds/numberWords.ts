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

/** `nine` → 9, `forty-five` → 45, `fünf` → 5; undefined for what is no number word. */
export function numberWord(word: string): number | undefined {
  const lower = word.toLowerCase();
  const whole = Object.hasOwn(words, lower) ? words[lower] : undefined;
  if (whole !== undefined) return whole;
  const [tens, ones, more] = lower.split(/[-\s]/, 3);
  if (more !== undefined || tens === undefined || ones === undefined) return undefined;
  const ten = Object.hasOwn(words, tens) ? words[tens] : undefined;
  const one = Object.hasOwn(words, ones) ? words[ones] : undefined;
  if (ten === undefined || one === undefined || ten < 20 || ten > 90 || one < 1 || one > 9) return undefined;
  return ten + one;
}
