import type { Env } from '../../../shared/channel/channel.ts';
import type { Texts } from '../../../shared/texts/texts.ts';
import { awsSettings } from '../environment.ts';

/** Short messages by SNS, of a stage that has `smsFrom`: from a function that may send. Loaded with the first message. */
export function openTexts({ [awsSettings.smsFrom.name]: from }: Env): { readonly texts?: Texts } {
  if (from === undefined) return {};
  let opening: Promise<Texts> | undefined;
  const open = async () => {
    const [{ snsTexts }, { snsClient }] = await Promise.all([import('../../../shared/texts/sns/texts.ts'), import('./sns-client.ts')]);
    return snsTexts({ sns: snsClient(), from });
  };
  return {
    texts: {
      from,
      async send(to, body, how) {
        opening ??= open();
        return (await opening).send(to, body, how);
      },
    },
  };
}
