/**
 * Who may import whom: docs/architecture.md, "Import rules". Each rule has a fixture in tools/boundaries/fixtures
 * that must break it, and only it.
 *
 * Imports between workspaces resolve to the other's dist (its `exports`), inside a workspace to src: a pattern that
 * names a workspace matches both.
 */
const TEST_FILE = '\\.test\\.tsx?$';
const GLUE = '\\.(controller|gateway|worker)\\.ts$';
const NOT_FEATURES = 'roles|cli|platform|http|socket|rpc|outbox';
const FEATURE = `^apps/server/src/(?!(?:${NOT_FEATURES})/)([^/]+)/`;
const INTERNAL = '^(apps|packages|test|tools|prisma)/';
const PRISMA = '(^|/)node_modules/(@prisma/|prisma/)|^@prisma/';

const src = (...names) => `^packages/(${names.join('|')})/src/`;
const workspace = (...names) => names.map((name) => `^${name}/`);
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;

/** A workspace may import itself and the ones listed, and no other code of this repository. */
function internalOnly(name, comment, { from, allowed }) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: TEST_FILE },
    to: { path: INTERNAL, pathNot: allowed },
  };
}

function never(name, comment, { from, to }) {
  return { name, comment, severity: 'error', from, to };
}

const packageRules = [
  never('contract-imports-zod-only', 'The wire depends on zod alone, so that anything can depend on the wire.', {
    from: { path: src('contract'), pathNot: TEST_FILE },
    to: { pathNot: ['^packages/contract/', npm('zod')] },
  }),
  never('core-imports-contract-only', 'Core is pure: no I/O, no framework, no node module.', {
    from: { path: src('core'), pathNot: TEST_FILE },
    to: { pathNot: ['^packages/core/', '^packages/contract/'] },
  }),
  internalOnly(
    'db-imports-contract-and-core-only',
    'The database package knows the wire ids and the routing, and no app.',
    { from: src('db'), allowed: workspace('packages/db', 'packages/contract', 'packages/core', 'prisma') },
  ),
  never('db-without-nest-and-redis', 'Postgres only: what needs Redis or Nest belongs to the server.', {
    from: { path: src('db') },
    to: { path: npm('@nestjs', 'ioredis', 'redis', 'bullmq') },
  }),
  never('prisma-in-db-only', 'packages/db is the only importer of Prisma.', {
    from: { path: INTERNAL, pathNot: '^packages/db/' },
    to: { path: [PRISMA, '^packages/db/(src|dist)/generated/'] },
  }),
  internalOnly('sdk-imports-contract-and-core-only', 'The SDK knows the wire and the pure rules.', {
    from: src('sdk'),
    allowed: workspace('packages/sdk', 'packages/contract', 'packages/core'),
  }),
  never('sdk-without-node', 'The SDK runs in browsers: storage, transport and clock are ports.', {
    from: { path: src('sdk'), pathNot: TEST_FILE },
    to: { dependencyTypes: ['core'] },
  }),
  never('sdk-without-react', 'The SDK is framework-free; React bindings live in apps/web/state.', {
    from: { path: src('sdk') },
    to: { path: npm('react', 'react-dom', 'next') },
  }),
  internalOnly('ui-imports-no-app-code', 'Components are dumb: what they show comes in as props.', {
    from: '^packages/ui/',
    allowed: workspace('packages/ui'),
  }),
  internalOnly('testkit-imports-contract-core-sdk-only', 'Builders and twins need no database and no app.', {
    from: src('testkit'),
    allowed: workspace('packages/testkit', 'packages/contract', 'packages/core', 'packages/sdk'),
  }),
];

/** What the benches ask of the databases themselves, or put into them. */
const BELOW_SERVER = 'bench/(floor|aged|support/database)';

const appRules = [
  internalOnly('web-imports-client-packages-only', 'The chat client reaches the server through the SDK.', {
    from: '^apps/web/',
    allowed: workspace('apps/web', 'packages/sdk', 'packages/contract', 'packages/core', 'packages/ui'),
  }),
  internalOnly('console-imports-client-packages-only', 'The admin console reaches the server through the SDK.', {
    from: '^apps/console/',
    allowed: workspace('apps/console', 'packages/sdk', 'packages/contract', 'packages/core', 'packages/ui'),
  }),
  internalOnly('server-imports-contract-core-db-only', 'The server holds no client code.', {
    from: '^apps/server/src/',
    allowed: workspace('apps/server', 'packages/contract', 'packages/core', 'packages/db'),
  }),
  internalOnly(
    'parley-imports-contract-sdk-cli-only',
    "The launcher uses the server's operator entry, not its insides.",
    {
      // What the benches ask of the databases themselves, below any server, has a rule of its own.
      from: `^apps/parley/src/(?!${BELOW_SERVER})`,
      allowed: [...workspace('apps/parley', 'packages/contract', 'packages/sdk'), '^apps/server/(src|dist)/cli/'],
    },
  ),
  internalOnly(
    'floor-imports-db-and-core-only',
    'What measures the data layer measures it alone, never the server around it.',
    {
      from: `^apps/parley/src/${BELOW_SERVER}`,
      allowed: workspace('apps/parley', 'packages/contract', 'packages/core', 'packages/db'),
    },
  ),
  never('no-deep-import', 'Another workspace is imported by its name, through its exports.', {
    from: { path: '^(apps|packages|test)/([^/]+)/' },
    to: { path: '^(apps|packages)/[^/]+/src/', pathNot: ['^$1/$2/', '^packages/ui/src/'] },
  }),
];

const serverRules = [
  never('feature-keeps-its-insides', "Another feature's door is its commands and its access file.", {
    from: { path: FEATURE, pathNot: TEST_FILE },
    to: { path: `${FEATURE}[^/]+\\.(repo|view)\\.ts$`, pathNot: '^apps/server/src/$1/' },
  }),
  never(
    'glue-in-roles-only',
    'Which controller, gateway or worker runs where is read in roles/*.ts, so nothing else imports them.',
    {
      // src/testing starts parts of a role for the medium tests.
      from: { path: '^apps/', pathNot: ['^apps/server/src/(roles|testing)/', TEST_FILE] },
      to: { path: `^apps/server/src/.*${GLUE}` },
    },
  ),
  never('controller-and-worker-without-data', 'Glue parses, calls one command and answers.', {
    from: { path: '^apps/server/src/.*\\.(controller|worker)\\.ts$' },
    to: { path: ['^apps/server/src/.*\\.repo\\.ts$', '^packages/db/'] },
  }),
  never(
    'gateway-without-data',
    'A gateway holds no way to a database, not even through a command: it asks logic through rpc/logic.port.ts.',
    {
      from: { path: '^apps/server/src/(.*\\.gateway\\.ts$|socket/)', pathNot: TEST_FILE },
      to: { path: ['^apps/server/src/.*\\.(access|repo)\\.ts$', '^packages/db/'], reachable: true },
    },
  ),
  never(
    'gateway-role-without-database',
    'The gateway role starts without database credentials, so nothing that it loads may reach the database package.',
    {
      from: { path: '^apps/server/src/roles/gateway\\.ts$' },
      to: { path: ['^packages/db/', PRISMA, npm('pg')], reachable: true },
    },
  ),
  never(
    'repo-without-other-repos',
    "A repo holds the SQL of its own feature; a command brings two features' rows together.",
    {
      from: { path: '^apps/server/src/(.*)\\.repo\\.ts$' },
      to: { path: '^apps/server/src/.*\\.repo\\.ts$', pathNot: '^apps/server/src/$1\\.repo\\.ts$' },
    },
  ),
];

const testRules = [
  never('shipped-code-without-test-code', 'What ships never imports the testkit, a test or its helpers.', {
    from: { path: '^(apps|packages)/', pathNot: [TEST_FILE, '^packages/testkit/'] },
    to: { path: ['^packages/testkit/', '^test/', TEST_FILE] },
  }),
  never('e2e-is-a-black-box', 'The end-to-end tests know the product as a client does.', {
    from: { path: '^test/(e2e|shots)/' },
    to: { path: ['^apps/', '^packages/db/'] },
  }),
];

const graphRules = [
  never(
    'no-cycle',
    'A cycle of values dies at start-up with decorators and ES modules, depending on which file is loaded first.',
    { from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  ),
  never('no-unresolved', 'An import that resolves to nothing escapes every other rule.', {
    from: {},
    to: { couldNotResolve: true },
  }),
  never('no-undeclared-dependency', "A package that is used is named in the workspace's own package.json.", {
    from: { path: INTERNAL },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  }),
  never('no-dev-dependency-in-shipped-code', 'It would be missing from the image.', {
    from: {
      path: '^(apps|packages)/[^/]+/(src|app|features|state|platform)/',
      pathNot: [TEST_FILE, '^packages/testkit/'],
    },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: npm('@types') },
  }),
];

module.exports = {
  forbidden: [...packageRules, ...appRules, ...serverRules, ...testRules, ...graphRules],
  options: {
    doNotFollow: { path: '(^|/)node_modules/|/dist/' },
    exclude: { path: '^tools/.*/fixtures/|/\\.next/' },
    tsPreCompilationDeps: 'specify',
    combinedDependencies: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
};
