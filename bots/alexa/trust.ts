import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { Env } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { certificatePlace } from './certificate-url.ts';

/** What a request must show to be believed. */
export interface AlexaTrust {
  readonly skillId: string;
  readonly certUrl: string;
  /** PEM. */
  readonly roots: readonly string[];
  readonly verify: boolean;
}

/** Reads it from the settings, which is all that a way in needs of them; null without a skill. Throws SettingsError with the variable's name and what it expects. */
export function trustIn(env: Env): AlexaTrust | null {
  const skillId = env.ALEXA_SKILL_ID;
  if (!skillId) return null;
  if (!/^amzn1\.[A-Za-z0-9.-]{1,120}$/.test(skillId))
    throw new SettingsError(
      'ALEXA_SKILL_ID is not the id of a skill.',
      'It looks like amzn1.ask.skill.… and stands in the developer console under "Copy Skill ID".',
    );
  const certUrl = env.ALEXA_CERT_URL || 'https://s3.amazonaws.com/echo.api/';
  if (!certificatePlace(certUrl))
    throw new SettingsError(
      'ALEXA_CERT_URL is not an address that certificates can safely come from.',
      'It expects an https address (http only on loopback), without user, query or %. Leave it out for Amazon.',
    );
  return { skillId, certUrl, roots: [...rootCertificates, ...rootsIn(env.ALEXA_CA_FILE)], verify: verifies(env) };
}

function verifies(env: Env): boolean {
  const value = env.ALEXA_VERIFY || 'on';
  if (value === 'on') return true;
  if (value !== 'off') throw new SettingsError('ALEXA_VERIFY is neither "on" nor "off".', 'Leave it out: signatures are then checked.');
  if (env.BELLHOP_ENV !== 'test')
    throw new SettingsError(
      'ALEXA_VERIFY=off would let anyone command the bot.',
      'It is for tests: set BELLHOP_ENV=test too, or take ALEXA_VERIFY away.',
    );
  return false;
}

function rootsIn(file: string | undefined): string[] {
  if (!file) return [];
  const expected = 'It expects the path of a file with one or more certificates in PEM.';
  let pem: string;
  try {
    pem = readFileSync(file, 'latin1');
  } catch (error) {
    throw new SettingsError(`ALEXA_CA_FILE: ${file} can't be read: ${error instanceof Error ? error.message : String(error)}.`, expected);
  }
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g);
  if (!blocks?.every(isCertificate)) throw new SettingsError(`ALEXA_CA_FILE: ${file} holds no certificate, or a damaged one.`, expected);
  return blocks;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
