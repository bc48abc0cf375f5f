import type { Asked, Told } from '../config/apply.ts';
import type { Job, JobsAsked } from '../config/jobs.ts';
import { isOnAws } from './published/asked.ts';
import { withServer } from './server.ts';
import type { Shell } from './verb.ts';

/** What a file says of an installation, and what runs in it by the clock. */
export interface Configured {
  apply(asked: Asked): Promise<Told>;
  /** `owner`: channel/tenant/user; the first admin unless said. */
  exported(owner: string | undefined): Promise<unknown>;
  jobs(asked: JobsAsked): Promise<readonly Job[]>;
}

/** Of the stage on AWS that is named or that the settings name; else of the server that holds the data folder, or of that folder itself. Throws BellhopError. */
export async function withConfigured<T>(shell: Shell, stage: string | undefined, then: (configured: Configured) => Promise<T>): Promise<T> {
  if (isOnAws(shell, stage)) return then(await onStage(shell, stage));
  return withServer(shell, { works: false }, (api) =>
    then({
      // Our own server's answers.
      apply: async (asked) => (await api.ask('POST', '/api/local/config', asked)) as unknown as Told,
      exported: async (owner) =>
        (await api.ask('GET', `/api/local/config${owner === undefined ? '' : `?for=${encodeURIComponent(owner)}`}`)).document,
      jobs: async (asked) => (await api.ask('POST', '/api/local/jobs', asked)).jobs as readonly Job[],
    }),
  );
}

async function onStage({ env }: Shell, stage: string | undefined): Promise<Configured> {
  const [{ installationOfStage }, { applied }, { exported }, { jobsOf }] = await Promise.all([
    import('../aws/installation.ts'),
    import('../config/apply.ts'),
    import('../config/export.ts'),
    import('../config/jobs.ts'),
  ]);
  const installation = await installationOfStage(env, stage);
  return {
    apply: (asked) => applied(asked, installation),
    exported: (owner) => exported(owner, installation),
    jobs: (asked) => jobsOf(asked, installation),
  };
}
