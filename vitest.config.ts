import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const folders = '{bots,skills,jobs,shared,infra,test,bench,docs}';
/** Each in a process of its own: functions, which are opened once in a process, by its environment; and what weighs its process's memory. All others leave their process as they found it. */
const alone = ['infra/aws/entry/*.test.ts', 'shared/limits/memory/*.test.ts', 'shared/flow/run.test.ts', 'bots/teams/memory.test.ts'];

/** Where the tests that take longest lie, longest first; what computes beside what waits. */
const longest = [
  'test/journeys/alexa',
  'test/hostile/outages',
  'test/journeys/teams',
  'test/hostile/storage',
  'test/journeys/aws-wrong',
  'test/hostile/requests',
  'infra/cli/cli',
  'test/journeys/telegram',
  'test/hostile/flood',
  'test/journeys/journeys',
  'test/crash/',
  'test/',
  'infra/',
  'shared/inbox/aws/inbox',
  'shared/topics/sns/',
  'shared/inbox/aws/unkind',
  'shared/inbox/sqlite/',
  'shared/inbox/aws/faults',
  'shared/limits/dynamodb/',
  'shared/timers/aws/',
  'shared/inbox/aws/',
  'bots/slack/listen',
  'shared/flow/',
];
const rank = ({ moduleId }: TestSpecification) => longest.findIndex((path) => moduleId.startsWith(path, import.meta.dirname.length + 1)) >>> 0;

/** A long file that starts last holds up all: they come first, also where no run before has measured them. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // Node runs the sources, as it does outside tests: it keeps what it has compiled (NODE_COMPILE_CACHE), which a transform of each module by Vite can't.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // `bellhop/…` is the checkout here.
    execArgv: ['--conditions=checkout'],
    testTimeout: 20_000,
    // What is waited for may take its time on a busy machine, and is seen soon on a quiet one.
    expect: { poll: { timeout: 10_000, interval: 20 } },
    // Many tests wait for a moment rather than compute: two of them share a core.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/temporary.ts'],
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      // Their files share workers, in which what they import is loaded and warm.
      { extends: true, test: { name: 'together', include: [`${folders}/**/*.test.ts`], exclude: [...alone, '**/node_modules/**'], isolate: false } },
    ],
  },
});
