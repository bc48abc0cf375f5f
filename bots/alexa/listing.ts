import type { LeftOut, Listing, Part } from '../../shared/channel/listing.ts';
import { catalogueOf } from '../../shared/command/catalogue.ts';
import { ListingRefused } from '../../shared/errors.ts';
import { type Json, objectOf } from './envelope.ts';
import { languageOf } from './languages.ts';
import { type AskingIntent, type Asks, interactionModel, modelOf } from './publish.ts';
import type { Smapi } from './smapi.ts';

export interface AlexaListing {
  readonly invocation: string;
  readonly locales: readonly string[];
  readonly url: string;
  /** SMAPI, where its settings are there; else a person takes the files to the developer console. */
  readonly smapi: Smapi | undefined;
}

/** Amazon states no limit in a page we have seen; about so much is taken (unconfirmed), bytes. */
const modelBytesMax = 1_500_000;

const endpointPart = 'skill';

/** The skill's interaction model in each locale, and where it is reached. */
export function alexaListing({ invocation, locales, url, smapi }: AlexaListing): Listing {
  const endpoint = { uri: `${url}/alexa`, sslCertificateType: 'Trusted' };
  return {
    mend: 'Developer console, Build: JSON Editor takes each model, Endpoint the address; or set SMAPI_REFRESH_TOKEN, SMAPI_CLIENT_ID and SMAPI_CLIENT_SECRET.',
    wanted(commands) {
      const catalogue = catalogueOf(commands);
      const leftOut: LeftOut[] = [];
      const parts = locales.map((locale): Part => {
        const { model, leftOut: left } = interactionModel(catalogue, invocation, languageOf(locale));
        const bytes = Buffer.byteLength(JSON.stringify(model));
        if (bytes > modelBytesMax) throw tooLarge(locale, bytes, itemsIn(model));
        leftOut.push(...left.map(({ command, phrase, why }) => ({ command, why: `${locale}: ${why}`, ...(phrase === '' ? {} : { phrase }) })));
        return { name: locale, items: itemsIn(model) };
      });
      return { parts: [...parts, { name: endpointPart, items: { endpoint, locales } }], leftOut };
    },
    async published(names, { signal }) {
      if (!smapi) return null;
      const there: Part[] = [];
      for (const name of names) {
        const found = name === endpointPart ? skillItems(await smapi.manifest(signal)) : itemsIn(await smapi.model(name, signal));
        if (Object.keys(found).length > 0) there.push({ name, items: found });
      }
      return there;
    },
    ...(smapi && {
      async apply({ name, items }, { signal }) {
        if (name === endpointPart) await smapi.setManifest(manifestOf(items, await smapi.manifest(signal)), signal);
        // A locale that is no longer wanted keeps its model: it can't be taken away without its listing in the store.
        else if (Object.keys(items).length > 0) await smapi.setModel(name, modelFrom(items, await smapi.model(name, signal)), signal);
      },
    }),
    files: (parts) =>
      parts.map(({ name, items }) => {
        const content = name === endpointPart ? manifestOf(items, null) : modelFrom(items, null);
        return { name: `${name}.json`, content: `${JSON.stringify(content, null, 2)}\n` };
      }),
  };
}

/** Of a model, what we mind: what it is called by, and its intents, each with what it asks. */
function itemsIn(model: unknown): Part['items'] {
  const { languageModel, dialog, prompts } = objectOf(objectOf(model)?.interactionModel) ?? {};
  const language = objectOf(languageModel);
  if (!language) return {};
  const asking = new Map(objectsIn(objectOf(dialog)?.intents).map((one) => [one.name, one]));
  const words = new Map(objectsIn(prompts).map(({ id, variations }) => [id, objectsIn(variations)[0]?.value]));
  const intents = objectsIn(language.intents).flatMap(({ name, slots = [], samples = [] }) => {
    const asks = asksIn(asking.get(name), words);
    return typeof name === 'string' ? [[name, { slots, samples, ...(asks ? { asks } : {}) }] as const] : [];
  });
  return { 'called by': language.invocationName, ...Object.fromEntries(intents) };
}

const objectsIn = (list: unknown): readonly Json[] => (Array.isArray(list) ? list.map(objectOf).filter((one) => one !== undefined) : []);

function asksIn(asking: Json | undefined, words: ReadonlyMap<unknown, unknown>): Asks | undefined {
  if (!asking) return undefined;
  const slots = objectsIn(asking.slots).map(({ name, prompts }) => [String(name), String(words.get(objectOf(prompts)?.elicitation) ?? '')] as const);
  const confirmation = words.get(objectOf(asking.prompts)?.confirmation);
  return { slots: Object.fromEntries(slots), ...(confirmation === undefined ? {} : { confirmation: String(confirmation) }) };
}

/** The items as a model; slot types that people made there stay. */
function modelFrom({ 'called by': invocationName, ...intents }: Part['items'], before: Json | null) {
  const had = objectOf(objectOf(before?.interactionModel)?.languageModel);
  const listed = Object.entries(intents).map(([name, one]) => ({ name, ...(one as Omit<AskingIntent, 'name'>) })); // We made them.
  return modelOf(String(invocationName), listed, Array.isArray(had?.types) ? had.types : []);
}

function skillItems(manifest: Json | null): Part['items'] {
  const { apis, publishingInformation } = objectOf(manifest?.manifest) ?? {};
  const { uri, sslCertificateType } = objectOf(objectOf(objectOf(apis)?.custom)?.endpoint) ?? {};
  return { endpoint: { uri, sslCertificateType }, locales: Object.keys(objectOf(objectOf(publishingInformation)?.locales) ?? {}) };
}

/** The address and the locales laid over a manifest: what people wrote for the store stays. */
function manifestOf({ endpoint, locales }: Part['items'], before: Json | null) {
  const had = objectOf(before?.manifest) ?? {};
  const [apis, information] = [objectOf(had.apis) ?? {}, objectOf(had.publishingInformation) ?? {}];
  const listed = objectOf(information.locales) ?? {};
  const wanted = (Array.isArray(locales) ? locales : []).map((locale) => [String(locale), listed[String(locale)] ?? words] as const);
  return {
    manifest: {
      ...had,
      manifestVersion: '1.0',
      apis: { ...apis, custom: { ...objectOf(apis.custom), endpoint } },
      publishingInformation: { ...information, locales: Object.fromEntries(wanted) },
    },
  };
}

const words = { name: 'Bellhop', summary: 'Runs commands, watches and reminds', description: 'Runs commands, watches sites and reminds you.' };

function tooLarge(locale: string, bytes: number, items: Part['items']): ListingRefused {
  const largest = Object.entries(items)
    .map(([name, item]) => ({ name, bytes: JSON.stringify(item).length }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 5)
    .map(({ name, bytes: size }) => `${name} (${size})`);
  return new ListingRefused(
    `The model for ${locale} has ${bytes} bytes, and Alexa takes ${modelBytesMax}. The largest: ${largest.join(', ')}.`,
    'Take phrases away from these, or hide commands.',
  );
}
