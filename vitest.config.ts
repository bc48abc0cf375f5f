import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const folders = '{bots,skills,jobs,shared,infra,test,bench,docs}';
/** What a file there may change for its whole process: settings, the working folder, a stand-in that is one for the process (SES), clocks. */
const alone = ['infra/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts', 'docs/**/*.test.ts', 'shared/mail/**/*.test.ts'];

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

/** A long file that starts last holds up all: they come first, also where no run before has measured them. The files that share their workers follow those that don't. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => a.project.name.localeCompare(b.project.name) || rank(a) - rank(b));
  }
}

export default defineConfig({
  // `bellhop/…` is the checkout here.
  resolve: { alias: [{ find: /^bellhop\//, replacement: `${import.meta.dirname}/` }] },
  test: {
    testTimeout: 20_000,
    // What is waited for may take its time on a busy machine, and is seen soon on a quiet one.
    expect: { poll: { timeout: 10_000, interval: 20 } },
    // Many tests wait for a moment rather than compute: two of them share a core.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      // Parts that keep nothing but in what they are given: their files share workers, in which what they import is loaded and warm.
      { extends: true, test: { name: 'together', include: [`${folders}/**/*.test.ts`], exclude: [...alone, '**/node_modules/**'], isolate: false } },
    ],
  },
});
