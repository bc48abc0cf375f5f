import { type Catalogue, intentName } from '../../shared/command/catalogue.ts';
import { askOf } from '../../shared/command/confirm.ts';
import type { AnyCommand, AnyParams } from '../../shared/command/define.ts';
import { partsOf } from '../../shared/command/phrase.ts';
import { confirmation as shallI } from '../../shared/command/resolve.ts';
import { isInvocation } from './invocation.ts';
import { languages } from './languages.ts';
import { builtInIntents, commandSlot, runCommandIntent } from './said.ts';
import { anyWords, sampleOf } from './sample.ts';
import { speak } from './words/speak.ts';

/** An interaction model, as the developer console's JSON editor and `ask smapi set-interaction-model` take it. */
export interface InteractionModel {
  readonly interactionModel: {
    readonly languageModel: { readonly invocationName: string; readonly intents: readonly ModelIntent[]; readonly types: readonly unknown[] };
    readonly dialog: { readonly delegationStrategy: 'SKILL_RESPONSE'; readonly intents: readonly DialogIntent[] };
    readonly prompts: readonly Prompt[];
  };
}

export interface Prompt {
  readonly id: string;
  readonly variations: readonly { readonly type: 'PlainText'; readonly value: string }[];
}

/** An intent whose slots may be asked for by a directive. */
export interface DialogIntent {
  readonly name: string;
  readonly confirmationRequired: boolean;
  readonly prompts: { readonly confirmation?: string };
  readonly slots: readonly {
    readonly name: string;
    readonly type: string;
    readonly elicitationRequired: true;
    readonly confirmationRequired: false;
    readonly prompts: { readonly elicitation: string };
  }[];
}

export interface ModelIntent {
  readonly name: string;
  readonly slots?: readonly { readonly name: string; readonly type: string }[];
  readonly samples: readonly string[];
}

/** What Alexa may be told to listen for: slots of an intent, each with its question, and whether it should be done. */
export interface Asks {
  readonly slots: Readonly<Record<string, string>>;
  readonly confirmation?: string;
}

/** An intent, and what it asks. */
export type AskingIntent = ModelIntent & { readonly asks?: Asks };

/** A phrase that Alexa could not take, and why: for who publishes. */
export interface LeftOut {
  readonly command: string;
  readonly phrase: string;
  readonly why: string;
}

/** Amazon's limit is not stated in a page we have seen; the console refuses more. */
const intentsMax = 250;

/** Its words are Amazon's own intents' already, or nobody says them. */
const notSpoken = new Set(['help', 'stop', 'cancel', 'welcome', 'press', 'yes', 'no']);

/**
 * The model, in English or a language of the definitions (`in`), of all listed commands: an intent each, with its phrases and its name as samples and its kinds' slots, one that takes any command as words, and Amazon's own.
 * No sample stands twice. Throws RangeError for an invocation name that Amazon refuses.
 */
export function interactionModel(
  catalogue: Catalogue,
  invocationName: string,
  language = 'en',
): { readonly model: InteractionModel; readonly leftOut: readonly LeftOut[] } {
  if (!isInvocation(invocationName))
    throw new RangeError(
      `"${invocationName}" can't call a skill: use two or more words in lower case, without "Alexa", "skill", "app" or words that open one.`,
    );
  const { anyCommand } = languages[language] ?? { anyCommand: [] };
  const ask = speak(language).whatNext;
  const taken = new Map<string, string>(anyCommand.map((sample) => [sampleKey(sample), runCommandIntent]));
  const leftOut: LeftOut[] = [];
  const intents: AskingIntent[] = [];
  const listed = catalogue.all.filter((definition) => !definition.hidden && !notSpoken.has(definition.name));
  for (const definition of listed) {
    const leave = (phrase: string, why: string) => leftOut.push({ command: definition.name, phrase, why });
    if (intents.length + builtInIntents.length + 1 >= intentsMax) {
      leave('', `a model has at most ${intentsMax} intents`);
      continue;
    }
    const samples: string[] = [];
    const phrases = said(definition, language);
    if (phrases.length === 0) leave('', `it has no phrases in ${language}`);
    for (const phrase of phrases) {
      const sample = sampleOf(phrase, definition, language);
      if ('why' in sample) leave(phrase, sample.why);
      else {
        const owner = taken.get(sampleKey(sample.text));
        if (owner === undefined) {
          taken.set(sampleKey(sample.text), definition.name);
          samples.push(sample.text);
        } else if (owner !== definition.name) leave(phrase, `${owner} is called by it already`);
      }
    }
    if (samples.length === 0) continue;
    const asks = asksOf(definition, language);
    intents.push({ name: intentName(definition.name), slots: slotsIn(samples, definition), samples, ...(asks ? { asks } : {}) });
  }
  const any = {
    name: runCommandIntent,
    slots: [{ name: commandSlot, type: anyWords }],
    samples: anyCommand,
    asks: { slots: { [commandSlot]: ask } },
  };
  const amazons = builtInIntents.map((name) => ({ name, samples: [] }));
  return { model: modelOf(invocationName, [...intents, any, ...amazons]), leftOut };
}

/**
 * The model of these intents. Its dialog part has each that may be asked for: without it Alexa refuses the answer that asks (Amazon: "Dialog Interface Reference", dialog model). The words
 * are ours each time, and nothing is delegated.
 */
export function modelOf(invocationName: string, intents: readonly AskingIntent[], types: readonly unknown[] = []): InteractionModel {
  const dialogs = intents.flatMap((intent) => dialogOf(intent) ?? []);
  return {
    interactionModel: {
      languageModel: { invocationName, intents: intents.map(({ asks: _, ...intent }) => intent), types },
      dialog: { delegationStrategy: 'SKILL_RESPONSE', intents: dialogs.map(({ intent }) => intent) },
      prompts: dialogs.flatMap(({ prompts }) => prompts),
    },
  };
}

/** Of a command, a slot of Alexa's own types that is missing, and whether it should be done. `undefined` where there is neither. */
function asksOf(definition: AnyCommand, language: string): Asks | undefined {
  const slots = askedSlots(definition).map((slot) => [slot, askOf(definition, slot, language)] as const);
  if (slots.length === 0 && !definition.confirm) return undefined;
  return { slots: Object.fromEntries(slots), ...(definition.confirm ? { confirmation: askOf(definition, shallI, language) } : {}) };
}

function dialogOf({ name, slots = [], asks }: AskingIntent): { readonly intent: DialogIntent; readonly prompts: readonly Prompt[] } | undefined {
  if (!asks) return undefined;
  const asked = Object.entries(asks.slots).map(([slot, value]) => ({ slot, id: `Elicit.${name}.${slot}`, value }));
  const confirmation = asks.confirmation === undefined ? [] : [{ id: `Confirm.${name}`, value: asks.confirmation }];
  return {
    intent: {
      name,
      confirmationRequired: confirmation.length > 0,
      prompts: confirmation[0] ? { confirmation: confirmation[0].id } : {},
      slots: asked.map(({ slot, id }) => ({
        name: slot,
        type: slots.find((one) => one.name === slot)?.type ?? anyWords,
        elicitationRequired: true,
        confirmationRequired: false,
        prompts: { elicitation: id },
      })),
    },
    prompts: [...asked, ...confirmation].map(({ id, value }) => ({ id, variations: [{ type: 'PlainText', value }] })),
  };
}

/** Parameters that are asked for and are of one of Alexa's own types; its names of slots are letters and `_` alone. */
const askedSlots = ({ params }: AnyCommand): readonly string[] =>
  Object.entries(params as AnyParams).flatMap(([name, { optional, alexaSlot }]) =>
    optional || alexaSlot === anyWords || !/^[A-Za-z][A-Za-z_]*$/.test(name) ? [] : [name],
  );

/** What is said to a command: its phrases, and in English its name too. */
const said = (definition: AnyCommand, language: string) =>
  language === 'en' ? [...(definition.phrases ?? []), ...spokenNames(definition)] : (definition.in?.[language]?.phrases ?? []);

/** `check_site` is called by "check site", and by "check site {site}" with its first parameter. */
function spokenNames({ name, params }: AnyCommand): string[] {
  const first = Object.keys(params)[0];
  const words = name.replaceAll('_', ' ');
  return first === undefined ? [words] : [`${words} {${first}}`, words];
}

function slotsIn(samples: readonly string[], definition: AnyCommand) {
  const { params } = definition;
  const said = samples.flatMap(partsOf).flatMap((part) => (typeof part === 'string' ? [] : [part.slot]));
  return [...new Set([...said, ...askedSlots(definition)])].map((name) => ({ name, type: params[name]?.alexaSlot ?? anyWords }));
}

/** Two samples are one for Alexa when they differ in the slots' names alone. */
function sampleKey(sample: string): string {
  return sample.replace(/\{[^}]*\}/g, '{}').toLowerCase();
}
