import { afterEach, expect, it, vi } from 'vitest';
import { addressOf } from './clients.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it.each([
  ['eu-central-1', undefined, undefined, 'https://secretsmanager.eu-central-1.amazonaws.com'],
  ['cn-north-1', '', '', 'https://secretsmanager.cn-north-1.amazonaws.com.cn'],
  ['eu-central-1', 'http://127.0.0.1:1', undefined, 'http://127.0.0.1:1'],
  ['eu-central-1', 'http://127.0.0.1:1', 'http://127.0.0.1:2', 'http://127.0.0.1:2'],
])('Secrets Manager in %s, AWS_ENDPOINT_URL %s and its own %s, is at %s', (region, all, own, endpoint) => {
  vi.stubEnv('AWS_ENDPOINT_URL', all);
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', own);
  expect(addressOf('secretsmanager', region)).toBe(endpoint);
});
