import type { Env, Setting } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';

export const smsSettings: readonly Setting[] = [
  { name: 'TWILIO_ACCOUNT_SID', meaning: 'SMS: the Account SID, AC…, on the home page of the Twilio console' },
  { name: 'TWILIO_AUTH_TOKEN', meaning: 'SMS: the Auth Token beside it, which also signs what Twilio sends', secret: true },
  { name: 'TWILIO_FROM', meaning: 'SMS: the number that people write to, +14155550100; a short code; or a Messaging Service, MG…' },
  { name: 'TWILIO_API_URL', meaning: "base of Twilio's API", default: 'https://api.twilio.com' },
];

/** The settings, checked. */
export interface SmsConfig {
  readonly accountSid: string;
  readonly authToken: string;
  /** `+14155550100`, a short code, or the sid of a Messaging Service. */
  readonly from: string;
  /** Without a slash at the end. */
  readonly apiUrl: string;
}

const names = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const;

/** Reads them; null without any of the three. Throws SettingsError naming the variable and what it expects, never its value. */
export function smsConfig(env: Env): SmsConfig | null {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from, TWILIO_API_URL: apiUrl } = env;
  const missing = names.filter((name) => !env[name]);
  if (missing.length === names.length) return null;
  if (!accountSid || !authToken || !from)
    throw new SettingsError(`SMS is half configured: ${missing.join(' and ')} not set.`, `Set ${names.join(', ')}, or none of them.`);
  expectShape('TWILIO_ACCOUNT_SID', accountSid, /^AC[0-9a-f]{32}$/, 'AC and 32 hex digits, from the home page of the Twilio console');
  expectShape('TWILIO_AUTH_TOKEN', authToken, /^[0-9a-f]{32}$/, '32 hex digits, beside the Account SID in the Twilio console');
  expectShape(
    'TWILIO_FROM',
    from,
    /^(\+[1-9]\d{6,14}|\d{5,6}|MG[0-9a-f]{32})$/,
    'a number with its country, +14155550100, a short code or a Messaging Service, MG…; a name can not be answered',
  );
  return { accountSid, authToken, from, apiUrl: baseOf(apiUrl || 'https://api.twilio.com') };
}

function baseOf(value: string): string {
  const parsed = URL.parse(value);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search !== '' || parsed.hash !== '' || parsed.username !== '')
    throw new SettingsError('TWILIO_API_URL is not an http(s) address.', 'Unset it for https://api.twilio.com.');
  return value.replace(/\/+$/, '');
}

/** The value is never in the message. */
function expectShape(name: string, value: string, shape: RegExp, expected: string): void {
  if (!shape.test(value)) throw new SettingsError(`${name} is malformed.`, `It is ${expected}.`);
}
