import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const folders = '{bots,skills,jobs,shared,infra,test,bench,docs}';
/** What a file there may change for its whole process: settings, the working folder, a stand-in that is one for the process (SES), clocks. */
const alone = ['infra/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts', 'docs/**/*.test.ts', 'shared/mail/**/*.test.ts'];

/** Where the tests that take longest lie, longest first. */
const longest = [
  'test/journeys/',
  'test/hostile/outages',
  'test/crash/',
  'infra/cli/cli',
  'test/hostile/flood',
  'test/hostile/storage',
  'infra/aws/cdk/',
  'test/',
  'shared/inbox/aws/faults',
  'shared/inbox/aws/unkind',
  'shared/inbox/aws/open-work',
  'shared/inbox/aws/inbox',
  'shared/limits/dynamodb/limits',
  'shared/timers/aws/',
  'shared/topics/sns/',
  'shared/inbox/',
  'shared/limits/dynamodb/',
  'bots/teams/send',
  'bots/slack/listen',
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
