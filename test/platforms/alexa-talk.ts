import type { StandInAlexa } from './alexa.ts';
import { hearing, type Understanding } from './alexa-hears.ts';
import type { AlexaRequestOptions } from './alexa-requests.ts';

/** Someone before an Echo: what they say goes through the skill's model, and the session is as the last response left it. */
export interface Talk {
  /** "Alexa, open …": a new session. Answers what is heard. */
  open(): Promise<string>;
  /** "Alexa, ask … to …": one breath, a new session. */
  ask(words: string): Promise<string>;
  /** Says something to the open session. Throws when none is open: nobody would hear it. */
  say(words: string): Promise<string>;
  /** Alexa still listens. */
  listens(): boolean;
  /** The last body, to look into. */
  last(): string;
}

/** Starts one. Throws where Alexa would refuse the answer, or would refuse the directive because the model has no dialog part. */
export function talk(alexa: StandInAlexa, origin: () => string, model: Understanding, options: AlexaRequestOptions = {}): Talk {
  let session: { attributes: object; elicited: { intent: string; slot: string | undefined } | undefined } | null = null;
  let body = '';
  const dialogs = model.interactionModel.dialog !== undefined;

  async function turn(request: object): Promise<string> {
    const answer = await alexa.send(origin(), request);
    if (answer.status !== 200) throw new Error(`Alexa got a ${answer.status}: ${answer.body}`);
    body = answer.body;
    const { sessionAttributes = {}, response } = JSON.parse(body);
    const directive = response.directives?.[0];
    if (directive && !dialogs) throw new Error('The requested skill has not been configured to support dialogs.');
    session = answer.open ? { attributes: sessionAttributes, elicited: directive && known(directive) } : null;
    return answer.speech;
  }

  async function heard(words: string, inSession: boolean): Promise<string> {
    const elicited = inSession ? session?.elicited : undefined;
    const attributes = inSession && session ? session.attributes : {};
    const about = { ...options, inSession, attributes, ...(dialogs ? { dialogState: 'STARTED' as const } : {}) };
    const { intent, slots } = hearing(model, words, elicited?.slot === undefined ? undefined : { intent: elicited.intent, slot: elicited.slot });
    // Asked whether an intent should be done, a yes or a no is told as that intent's.
    const isAnswer = elicited && elicited.slot === undefined && /^AMAZON\.(Yes|No)Intent$/.test(intent);
    if (isAnswer)
      return turn(
        alexa.intent(elicited.intent, empty(elicited.intent), {
          ...about,
          confirmed: intent === 'AMAZON.YesIntent',
          denied: intent === 'AMAZON.NoIntent',
        }),
      );
    return turn(alexa.intent(intent, { ...empty(intent), ...slots }, about));
  }

  /** Alexa names all slots of an intent, those that nothing filled without a value. */
  function empty(intent: string): Readonly<Record<string, object>> {
    const { slots = [] } = model.interactionModel.languageModel.intents.find(({ name }) => name === intent) ?? {};
    return Object.fromEntries(slots.map(({ name }) => [name, { confirmationStatus: 'NONE' }]));
  }

  /** Throws for a directive about what the model hasn't. */
  function known(directive: { updatedIntent: { name: string; slots: object }; slotToElicit?: string }): { intent: string; slot: string | undefined } {
    const { name, slots } = directive.updatedIntent;
    const intent = model.interactionModel.languageModel.intents.find((one) => one.name === name);
    const has = (slot: string) => intent?.slots?.some((one) => one.name === slot) ?? false;
    const slot = directive.slotToElicit;
    if (!intent || !Object.keys(slots).every(has) || (slot !== undefined && !has(slot)))
      throw new Error(`The model has no ${name} with ${slot ?? 'these slots'}.`);
    return { intent: name, slot };
  }

  return {
    open: () => turn(alexa.launch(options)),
    ask: (words) => heard(words, false),
    async say(words) {
      if (!session) throw new Error(`Nobody hears “${words}”: the session is over.`);
      return heard(words, true);
    },
    listens: () => session !== null,
    last: () => body,
  };
}
