import type { StandInAlexa } from './alexa.ts';
import { type Elicited, hearing, type Understanding } from './alexa-hears.ts';
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
  let session: { attributes: object; elicited: Elicited | undefined } | null = null;
  let body = '';
  const dialogs = model.interactionModel.dialog !== undefined;

  async function turn(request: object): Promise<string> {
    const answer = await alexa.send(origin(), request);
    if (answer.status !== 200) throw new Error(`Alexa got a ${answer.status}: ${answer.body}`);
    body = answer.body;
    const { sessionAttributes = {}, response } = JSON.parse(body);
    const directive = response.directives?.[0];
    if (directive && !dialogs) throw new Error('The requested skill has not been configured to support dialogs.');
    session = answer.open
      ? { attributes: sessionAttributes, elicited: directive && { intent: directive.updatedIntent.name, slot: directive.slotToElicit } }
      : null;
    return answer.speech;
  }

  async function heard(words: string, inSession: boolean): Promise<string> {
    const { intent, slots } = hearing(model, words, inSession ? session?.elicited : undefined);
    const attributes = inSession && session ? session.attributes : {};
    return turn(alexa.intent(intent, slots, { ...options, inSession, attributes, ...(dialogs ? { dialogState: 'STARTED' } : {}) }));
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
