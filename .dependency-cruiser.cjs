/**
 * The imports point one way: infra → bots, skills, jobs → shared. Each rule's comment says what to do instead. Read by swc: TypeScript 7 has no parser
 * that this tool can use. Circles are looked for in test/architecture.test.ts, where imports of types alone don't count.
 */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
// Folders of drivers, and those among them that speak to AWS.
const clouds = '(dynamodb|aws|sns|s3|ses)';
const kinds = '(sqlite|memory|files|smtp|sealed|dynamodb|aws|sns|s3|ses)';
const drivers = [`^shared/[^/]+/${kinds}/`, '^shared/(sqlite|aws)/'];
const product = '^(bots|skills|jobs|shared|infra)/';
/** A platform's SDK is replaced by touching one folder. */
const stays = (sdk, channel) =>
  forbid(
    `the-sdk-of-${channel}-stays-there`,
    { path: product, pathNot: `^bots/${channel}/` },
    { path: `node_modules/(${sdk})` },
    `Only bots/${channel} knows it.`,
  );
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
      { path: '^(shared|bots|skills|jobs)/', pathNot: drivers },
      { path: drivers },
      'Only infra/ and the driver’s own tests import a driver; other tests take a world of test/.',
    ),
    forbid(
      'a-driver-knows-no-other',
      { path: `^shared/([^/]+)/${kinds}/`, pathNot: '\\.(test|contract)\\.ts$' },
      { path: `^shared/[^/]+/${kinds}/`, pathNot: '^shared/$1/$2/' },
      'Each port can be driven by something else: two drivers share only the database of shared/sqlite, or the table of shared/aws.',
    ),
    forbid(
      'the-database-knows-no-driver',
      { path: '^shared/sqlite/', pathNot: '\\.test\\.ts$' },
      { path: `^shared/[^/]+/${kinds}/` },
      'It is what they stand on.',
    ),
    forbid(
      'sqlite-stays-in-its-drivers',
      { path: '^(shared|bots|skills|jobs)/', pathNot: drivers },
      { path: '^(node:)?sqlite$' },
      'What is kept is kept by a port.',
    ),
    stays('@slack/', 'slack'),
    stays('(telegraf|@telegraf)/', 'telegram'),
    stays('botbuilder|botframework', 'teams'),
    stays('ask-sdk', 'alexa'),
    forbid(
      'the-one-machine-loads-no-cloud',
      {
        path: '^(infra/(local|cli|settings|core|http)|bots|skills|jobs|shared)/',
        pathNot: `(\\.(test|contract)\\.ts$|^shared/(aws/|[^/]+/${clouds}/))`,
      },
      { path: `(^shared/(aws/|[^/]+/${clouds}/)|node_modules/@aws-)` },
      'What loads an AWS package lies in shared/aws, in a driver for AWS, or in infra/aws.',
    ),
    forbid(
      'no-tests-in-the-product',
      { path: product, pathNot: '\\.(test|contract)\\.ts$' },
      { path: '(\\.test\\.ts$|^test/|^bench/)' },
      'A test helper lives in test/.',
    ),
    forbid('no-undeclared-packages', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }, 'Declare it in package.json.'),
    forbid(
      'no-dev-packages-in-the-product',
      // What is deployed is made in a checkout: it brings the CDK, and no server needs it.
      { path: product, pathNot: '(\\.(test|contract)\\.ts$|^infra/aws/cdk/)' },
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
