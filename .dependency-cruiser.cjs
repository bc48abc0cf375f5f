/**
 * The imports point one way: infra → bots, skills, jobs → shared. Each rule's comment says what to do instead. Read by swc: TypeScript 7 has no parser
 * that this tool can use. Circles are looked for in test/architecture.test.ts, where imports of types alone don't count.
 */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
// Folders of drivers, and those among them that speak to AWS.
const clouds = '(dynamodb|aws|sns|s3|ses)';
const drivers = '(sqlite|memory|files|smtp|sealed|dynamodb|aws|sns|s3|ses)';

module.exports = {
  forbidden: [
    forbid(
      'shared-knows-nobody',
      { path: '^shared/' },
      { path: '^(bots|skills|jobs|infra|console)/' },
      'shared/ is the language all speak: pass what it needs in.',
    ),
    forbid(
      'bots-import-only-shared',
      { path: '^bots/' },
      { path: '^(skills|jobs|infra|console)/' },
      'A channel knows no skill: what it needs comes through shared/.',
    ),
    forbid(
      'a-bot-knows-no-other',
      { path: '^bots/([^/]+)/' },
      { path: '^bots/([^/]+)/', pathNot: '^bots/$1/' },
      'Two channels share through shared/.',
    ),
    forbid('skills-import-only-shared', { path: '^skills/' }, { path: '^(bots|jobs|infra|console)/' }, 'A skill asks for a service in its context.'),
    forbid('jobs-import-only-shared', { path: '^jobs/' }, { path: '^(bots|skills|infra|console)/' }, 'A job issues commands.'),
    forbid(
      'drivers-are-picked-by-infra',
      { path: '^(shared|bots|skills|jobs)/', pathNot: `(\\.test\\.ts$|/${drivers}/)` },
      { path: `^shared/[^/]+/${drivers}/` },
      'Only infra/ and tests pick drivers.',
    ),
    forbid(
      'the-one-machine-loads-no-cloud',
      { path: '^(infra/(local|cli|settings)|bots|skills|jobs|shared)/', pathNot: `(\\.(test|contract)\\.ts$|^shared/(aws/|[^/]+/${clouds}/))` },
      { path: `(^shared/(aws/|[^/]+/${clouds}/)|node_modules/@aws-)` },
      'What loads an AWS package lies in shared/aws, in a driver for AWS, or in infra/aws.',
    ),
    forbid(
      'no-tests-in-the-product',
      { path: '^(bots|skills|jobs|shared|infra)/', pathNot: '\\.(test|contract)\\.ts$' },
      { path: '(\\.test\\.ts$|^test/)' },
      'A test helper lives in test/.',
    ),
    forbid('no-undeclared-packages', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }, 'Declare it in package.json.'),
    forbid(
      'no-dev-packages-in-the-product',
      { path: '^(bots|skills|jobs|shared|infra)/', pathNot: '\\.(test|contract)\\.ts$' },
      { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types' },
      'Move it to dependencies.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.cjs', '.json'] },
  },
};
