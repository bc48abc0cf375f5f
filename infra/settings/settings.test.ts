import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SettingsError } from '../../shared/errors.ts';
import { environment } from './environment.ts';
import { keyOf } from './key.ts';
import { BadSettings } from './problems.ts';
import { readSettings } from './read.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'bellhop-settings-'));

function problemsOf(env: Record<string, string>): string[] {
  try {
    readSettings(env, [{ name: 'SLACK_BOT_TOKEN', meaning: '', secret: true }]);
    return [];
  } catch (cause) {
    if (!(cause instanceof BadSettings)) throw cause;
    return cause.problems.map((problem) => `${problem.message} ${problem.hint ?? ''}`.trim());
  }
}

describe('settings', () => {
  it('need nothing set', () => {
    expect(readSettings({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      data: './data',
      env: 'production',
      skills: [],
      keepCommandsMs: 30 * 86_400_000,
      allowHosts: [],
      logLevel: 'info',
    });
  });

  it.each([
    [{ PORT: '80a' }, 'PORT is "80a": it must be a port from 0 to 65535.'],
    [{ PORT: '65536' }, 'PORT is "65536": it must be a port from 0 to 65535.'],
    [{ PORT: '-1' }, 'PORT is "-1": it must be a port from 0 to 65535.'],
    [{ HOST: 'two words' }, 'HOST is "two words": it must be an IP address or a host name, such as 127.0.0.1 or 0.0.0.0.'],
    [{ BELLHOP_URL: 'ftp://x' }, 'BELLHOP_URL is "ftp://x": it must be an address such as https://bellhop.example.com.'],
    [{ BELLHOP_ENV: 'dev' }, 'BELLHOP_ENV is "dev": it must be production or test.'],
    [{ BELLHOP_KEY: 'hunter2' }, 'BELLHOP_KEY is malformed: it must be 32 random bytes in base64 (openssl rand -base64 32).'],
    [{ BELLHOP_METRICS_TOKEN: 'short' }, 'BELLHOP_METRICS_TOKEN is malformed: it must be at least 16 characters without spaces.'],
    [
      { BELLHOP_KEEP_COMMANDS: '1d' },
      'BELLHOP_KEEP_COMMANDS is "1d": it must be a number with s, m, h, d, w or y, at least 7d (delivery keys live as long).',
    ],
    [{ BELLHOP_KEEP_AUDIT: 'forever' }, 'BELLHOP_KEEP_AUDIT is "forever": it must be a number with s, m, h, d, w or y, such as 1y.'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud": it must be trace, debug, info, warn, error, fatal or silent.'],
    [
      { BELLHOP_ALLOW_HOSTS: 'a b' },
      'BELLHOP_ALLOW_HOSTS is "a b": it must be host[:port] or CIDR, comma-separated, such as 10.0.0.0/8,localhost:3000.',
    ],
    [
      { BELLHOP_ALLOW_HOSTS: '10.0.0.0/99' },
      'BELLHOP_ALLOW_HOSTS is "10.0.0.0/99": it must be host[:port] or CIDR, comma-separated, such as 10.0.0.0/8,localhost:3000.',
    ],
    [
      { BELLHOP_URL: 'https://ann:hunter2@bellhop.example' },
      'BELLHOP_URL is "https://[secret]@bellhop.example": it must be an address such as https://bellhop.example.com.',
    ],
    [{ BELLHOP_SKILS: '/x' }, 'BELLHOP_SKILS is no setting of Bellhop. Did you mean BELLHOP_SKILLS?'],
    [{ BELLHOP_ALOW_HOST: 'x' }, 'BELLHOP_ALOW_HOST is no setting of Bellhop. Did you mean BELLHOP_ALLOW_HOSTS?'],
  ])('say what %o should be', (env, problem) => {
    expect(problemsOf(env)).toEqual([problem]);
  });

  it('take each form of an allowed host', () => {
    const hosts = ['localhost', 'db.internal:5432', '10.0.0.0/8', 'fe80::/10', '::1', '[::1]:8080', 'a_b'];
    expect(readSettings({ BELLHOP_ALLOW_HOSTS: hosts.join(', ') }).allowHosts).toEqual(hosts);
  });

  it('list the names that exist when none is near', () => {
    expect(problemsOf({ BELLHOP_FROBNICATE: '1' })[0]).toMatch(/^BELLHOP_FROBNICATE is no setting of Bellhop\. Those that exist: BELLHOP_DATA, /);
  });

  it('tell everything that is wrong at once, and no secret', () => {
    const env = { PORT: 'x', BELLHOP_KEY: 'hunter2', BELLHOP_DATTA: '/d' };
    expect(problemsOf(env)).toHaveLength(3);
    expect(() => readSettings(env)).toThrow(/3 settings are wrong:\n {2}- BELLHOP_DATTA .*\n {2}- PORT /);
    expect(problemsOf(env).join()).not.toContain('hunter2');
  });

  it('take the environment over .env, and an empty value for unset', () => {
    const file = join(folder(), '.env');
    writeFileSync(file, '# a comment\nPORT=1\nHOST="::1"\nLOG_LEVEL=debug\n');
    expect(environment({ PORT: '2', LOG_LEVEL: '' }, file)).toEqual({ PORT: '2', HOST: '::1' });
  });

  it('go without a .env, and say when it can’t be read', () => {
    expect(environment({}, join(folder(), '.env'))).toEqual({});
    expect(() => environment({}, folder())).toThrow(SettingsError);
  });
});

describe('the key', () => {
  it('is made once, for this user only', () => {
    const data = folder();
    const key = keyOf(undefined, data);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(keyOf(undefined, data)).toBe(key);
    expect(statSync(join(data, 'key')).mode & 0o777).toBe(0o600);
    expect(keyOf('given', data)).toBe('given');
  });

  it('is never overwritten when its file is damaged', () => {
    const data = folder();
    writeFileSync(join(data, 'key'), 'half a k');
    expect(() => keyOf(undefined, data)).toThrow(/holds no key\.$/);
    expect(readFileSync(join(data, 'key'), 'utf8')).toBe('half a k');
  });

  it.runIf(existsSync('/dev/full'))('that finds no room is not left there as half a key: with room again the next start makes one', () => {
    const data = folder();
    // Whatever is written there finds no room.
    symlinkSync('/dev/full', join(data, `key.${process.pid}`));
    expect(() => keyOf(undefined, data)).toThrow(/ENOSPC/);
    expect(readdirSync(data)).toEqual([]);
    expect(Buffer.from(keyOf(undefined, data), 'base64')).toHaveLength(32);
    expect(readdirSync(data)).toEqual(['key']);
  });
});
