import { defineConfig } from 'vitest/config';

/** How many motos there are, each with a worker of its own: it answers some 250 calls a second. */
export const worlds = 2;

/** What moto can't do, or not in time: by a part of the test's name. Single tests in the files say so themselves. */
const beyond = [
  // 1,000 calls at once, each of which has 5 s.
  'fire once each, hundreds at one instant',
  // Ten minutes of full queues: a minute here, and what it shows is how this process picks from them.
  'saturated with alerts and interactive work',
];

/** The tests of the AWS drivers, as `npm test` runs them, on moto (run.ts). */
export default defineConfig({
  test: {
    include: [
      'shared/aws/read-items.test.ts',
      'shared/blobs/s3/blobs.test.ts',
      'shared/inbox/aws/{inbox,unkind,accept,calls,lambda}.test.ts',
      'shared/limits/dynamodb/{limits,faults}.test.ts',
      'shared/mail/ses/mail.test.ts',
      'shared/secrets/aws/*.test.ts',
      'shared/series/aws/series.test.ts',
      'shared/store/dynamodb/*.test.ts',
      'shared/timers/aws/{timers,schedules,functions}.test.ts',
      'shared/topics/sns/topics.test.ts',
      'infra/aws/moving.test.ts',
      'infra/aws/entry/slack.test.ts',
      'infra/aws/cdk/cfn-lint.test.ts',
      'infra/aws/deploy/cdk.test.ts',
      'infra/cli/deploy.test.ts',
    ],
    testNamePattern: new RegExp(`^(?!.*(${beyond.join('|')}))`),
    testTimeout: 90_000,
    maxWorkers: worlds,
  },
});
