import { isFields, type TwilioApi } from './api.ts';

/** A number of the account, as far as it matters here. */
export interface OwnNumber {
  readonly sid: string;
  /** Where Twilio tells what people write to it. */
  readonly smsUrl: string;
  readonly canSms: boolean;
}

/** The account's number that is written so; null when it has none. Throws SendFailed. */
export async function ownNumber(api: TwilioApi, from: string, signal: AbortSignal): Promise<OwnNumber | null> {
  const { incoming_phone_numbers: found } = await api.call('GET', '/IncomingPhoneNumbers', { PhoneNumber: from }, signal);
  const one = Array.isArray(found) ? found.find((each) => isFields(each) && each.phone_number === from) : undefined;
  if (!isFields(one) || typeof one.sid !== 'string' || !/^PN\w{1,64}$/.test(one.sid)) return null;
  const { sms_url, capabilities } = one;
  return {
    sid: one.sid,
    smsUrl: typeof sms_url === 'string' ? sms_url : '',
    canSms: !isFields(capabilities) || (capabilities.sms ?? capabilities.SMS) !== false,
  };
}
