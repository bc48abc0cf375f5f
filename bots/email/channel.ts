import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelModule } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { addressed } from './address.ts';
import { fileOpener } from './files.ts';
import { emailCan, emailRates } from './limits.ts';
import { listener } from './listen.ts';
import { prober } from './probe.ts';
import { publisher } from './publish.ts';
import { busy, emailReceive, emailRoutes } from './receive.ts';
import { render } from './render.ts';
import { sender } from './send.ts';
import { emailConfig, emailSettings } from './settings.ts';

/** Mail: what people write to the address that Bellhop sends from. */
export const email: ChannelModule = {
  name: 'email',
  settings: emailSettings,
  routes: emailRoutes,
  keeps: true,
  configure(env, { clock, random, url, mail, kept }) {
    const config = emailConfig(env);
    if (!config) return { off: 'Set SMTP_URL and MAIL_FROM, and EMAIL_WEBHOOK_TOKEN or IMAP_URL.' };
    if (!mail)
      throw new SettingsError(
        'Email is half configured: mail comes in, and none can be sent.',
        'Set SMTP_URL and MAIL_FROM too (on AWS "mailFrom" of the stage in cdk.json), or unset EMAIL_WEBHOOK_TOKEN and IMAP_URL.',
      );
    const { token, imap } = config;
    return {
      on: {
        name: 'email',
        can: emailCan,
        limits: emailRates,
        routes: token === undefined ? [] : emailRoutes,
        receive: emailReceive({ ...config, clock, store: kept?.store }),
        addressed,
        render,
        send: sender(mail),
        busy,
        ...(kept ? { openFile: fileOpener(kept.store) } : {}),
        ...(imap ? { listen: listener({ config, imap, clock, store: kept?.store, random, wait }) } : {}),
        lasting: ({ via: _via, ...place }) => place,
        probe: prober(config, mail, url),
        ...(token === undefined ? {} : { publish: publisher(url) }),
      },
    };
  },
};

const wait = (ms: number, signal: AbortSignal): Promise<void> => sleep(ms, undefined, { signal }).catch(() => {});
