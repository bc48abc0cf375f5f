/** The parts of an interaction model by which Alexa understands. */
export interface Understanding {
  readonly interactionModel: {
    readonly languageModel: {
      readonly intents: readonly {
        readonly name: string;
        readonly samples: readonly string[];
        readonly slots?: readonly { readonly name: string }[];
      }[];
    };
    readonly dialog?: { readonly intents: readonly { readonly name: string; readonly slots: readonly { readonly name: string }[] }[] };
  };
}

export interface Heard {
  readonly intent: string;
  readonly slots: Readonly<Record<string, string>>;
}

/** A slot that the skill asked for. */
export interface Elicited {
  readonly intent: string;
  readonly slot: string;
}

/** Amazon's own intents and some of what calls them. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  'AMAZON.HelpIntent': ['help', 'help me'],
  'AMAZON.StopIntent': ['stop', 'quit', 'exit'],
  'AMAZON.CancelIntent': ['cancel', 'never mind'],
  'AMAZON.NavigateHomeIntent': ['go home'],
  'AMAZON.YesIntent': ['yes', 'sure', 'okay'],
  'AMAZON.NoIntent': ['no', 'no thanks'],
};

/**
 * What Alexa makes of words by a skill's model: the intent whose sample fits with the most words of its own; without one, the slot that the skill asked for takes them
 * all; without that, AMAZON.FallbackIntent, which brings no words.
 */
export function hearing(model: Understanding, words: string, elicited?: Elicited): Heard {
  const said = words.toLowerCase().replace(/[?!,]/g, '');
  const { intents } = model.interactionModel.languageModel;
  const own = intents.find(({ name }) => builtIn[name]?.includes(said));
  if (own) return { intent: own.name, slots: {} };
  const fits = intents.flatMap(({ name, samples }) => samples.flatMap((sample) => matched(name, sample, said) ?? []));
  const best = fits.sort((a, b) => b.words - a.words)[0];
  if (best) return best.heard;
  if (elicited) return { intent: elicited.intent, slots: { [elicited.slot]: said } };
  return { intent: 'AMAZON.FallbackIntent', slots: {} };
}

function matched(intent: string, sample: string, said: string): { words: number; heard: Heard } | undefined {
  const names = [...sample.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const pattern = sample
    .toLowerCase()
    .split(/\{\w+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('(\\S.*)');
  const match = new RegExp(`^${pattern}$`).exec(said);
  if (!match) return undefined;
  const slots = Object.fromEntries(names.map((name, i) => [name, match[i + 1] ?? '']));
  return { words: sample.split(/\s+/).filter((word) => !word.startsWith('{')).length, heard: { intent, slots } };
}
