import { randomUUID } from 'node:crypto';

/** What a request may differ in. */
export interface AlexaRequestOptions {
  readonly requestId?: string;
  /** ms since 1970. */
  readonly at?: number;
  readonly locale?: string;
  readonly user?: string;
  readonly person?: string;
  readonly device?: string;
  readonly application?: string;
  /** The session goes on, as after a question. */
  readonly inSession?: boolean;
  /** What the last response of the session put there. */
  readonly attributes?: object;
  /** Left out: the skill's model has no dialog part. */
  readonly dialogState?: 'STARTED' | 'IN_PROGRESS' | 'COMPLETED';
  /** Alexa asked whether it should be done, and the person said no. */
  readonly denied?: boolean;
  /** The same, and they said yes. */
  readonly confirmed?: boolean;
}

/** Alexa's requests as JSON, in the form of "Request and Response JSON Reference". */
export function alexaRequests(skillId: string, now: () => number) {
  const envelope = (request: object, options: AlexaRequestOptions, session: boolean) => {
    const application = { applicationId: options.application ?? skillId };
    const user = { userId: options.user ?? 'amzn1.ask.account.GUEST' };
    return {
      version: '1.0',
      ...(session
        ? { session: { new: !options.inSession, sessionId: 'amzn1.echo-api.session.one', application, attributes: options.attributes ?? {}, user } }
        : {}),
      context: {
        System: {
          application,
          user,
          ...(options.person ? { person: { personId: options.person } } : {}),
          device: { deviceId: options.device ?? 'amzn1.ask.device.KITCHEN', supportedInterfaces: {} },
          apiEndpoint: 'https://api.amazonalexa.com',
          apiAccessToken: 'token',
        },
      },
      request: {
        requestId: options.requestId ?? `amzn1.echo-api.request.${randomUUID()}`,
        timestamp: new Date(options.at ?? now()).toISOString().replace(/\.\d+Z$/, 'Z'),
        locale: options.locale ?? 'en-US',
        ...request,
      },
    };
  };
  return {
    launch: (options: AlexaRequestOptions = {}) => envelope({ type: 'LaunchRequest', shouldLinkResultBeReturned: false }, options, true),
    /** An intent; a slot is its spoken value, or Alexa's whole slot object. */
    intent(name: string, slots: Readonly<Record<string, string | object>> = {}, options: AlexaRequestOptions = {}) {
      const filled = Object.entries(slots).map(([slot, value]) => [
        slot,
        typeof value === 'string' ? { name: slot, value, confirmationStatus: 'NONE', source: 'USER' } : { name: slot, ...value },
      ]);
      const intent = {
        name,
        confirmationStatus: options.denied ? 'DENIED' : options.confirmed ? 'CONFIRMED' : 'NONE',
        slots: Object.fromEntries(filled),
      };
      return envelope({ type: 'IntentRequest', ...(options.dialogState ? { dialogState: options.dialogState } : {}), intent }, options, true);
    },
    sessionEnded: (options: AlexaRequestOptions = {}) => envelope({ type: 'SessionEndedRequest', reason: 'USER_INITIATED' }, options, true),
    /** `AlexaSkillEvent.SkillEnabled` and the like: without a session. */
    event: (type: string, options: AlexaRequestOptions = {}) => envelope({ type }, options, false),
  };
}

/** A slot whose word Alexa knows: what was said, and the canonical value's name. */
export function knownSlot(spoken: string, name: string): object {
  return { value: spoken, resolutions: resolutions([{ code: 'ER_SUCCESS_MATCH', name }]) };
}

/** What Alexa's entity resolution says of a slot, an authority each. */
export function resolutions(authorities: readonly { readonly code: string; readonly name?: string }[]): object {
  return {
    resolutionsPerAuthority: authorities.map(({ code, name }, i) => ({
      authority: `amzn1.er-authority.echo-sdk.${i}`,
      status: { code },
      ...(name === undefined ? {} : { values: [{ value: { name, id: name } }] }),
    })),
  };
}
