/**
 * Who may import whom, as rules for dependency-cruiser. `features/` is what the app does, `signing/` what it decides,
 * `views/` what it shows, `slack/`, `box/` and `store/` what it talks to; imports go one way. A rule's comment is its
 * failure message, so it says where the code belongs instead.
 */
import {
  cruise,
  type DependencyType,
  type IForbiddenRuleType,
  type IReporterOutput,
} from 'dependency-cruiser';

/** Patterns of files that are run as programs rather than imported. */
const entryPoints = [
  '^src/main\\.ts$',
  '^src/operate/(doctor|data|backup|restore)\\.ts$',
  '^sandbox/main\\.ts$',
];

/** Files that are loaded by path: by the app's process, or by tests that compare them with the sandbox's routes. */
const loadedOtherwise = ['^sandbox/clock-preload\\.ts$', '^sandbox/(slack|box)/coverage\\.ts$'];

const nodeBuiltins: DependencyType[] = ['core'];
const packages: DependencyType[] = [
  'npm',
  'npm-dev',
  'npm-optional',
  'npm-peer',
  'npm-no-pkg',
  'npm-unknown',
];

/** The rule that this folder of `src/` imports only itself, `src/signing/` and these files of `src/`. */
function leaf(folder: string, shared: readonly string[], advice: string): IForbiddenRuleType {
  const files = shared.map((name) => `src/${name}.ts`).join(', ');
  return {
    name: `${folder}-is-a-leaf`,
    comment: `src/${folder}/ imports itself, src/signing/, ${files}. ${advice}`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: {
      path: '^(src|sandbox|test)/',
      pathNot: [`^src/${folder}/`, '^src/signing/', `^src/(${shared.join('|')})\\.ts$`],
    },
  };
}

/** The rule that only these places import a library. */
function onlyIn(places: string, library: string, advice: string): IForbiddenRuleType {
  return {
    name: `${library.replace(/\W+/g, '-')}-in-one-place`,
    comment: advice,
    severity: 'error',
    from: { path: '^src/', pathNot: places },
    to: { path: `node_modules/(${library})/`, dependencyTypesNot: ['type-only'] },
  };
}

/** The shared files of `src/` that the folders which call Slack and Box import. */
const ofServices = ['bytes', 'classify', 'failure', 'renewal', 'shapes', 'telemetry'];

export const importRules: IForbiddenRuleType[] = [
  {
    name: 'signing-is-pure',
    comment:
      'src/signing/ decides and imports only itself. What talks to Slack, Box or the store belongs in src/slack/, ' +
      'src/box/ or src/store/; what calls them in turn in src/features/.',
    severity: 'error',
    from: { path: '^src/signing/' },
    to: { path: '.', pathNot: '^src/signing/' },
  },
  leaf(
    'views',
    ['failure', 'shapes'],
    'What needs the store or a gateway belongs in src/features/, which hands its result to the view.',
  ),
  leaf('slack', ofServices, 'What a press means belongs in src/features/; what is shown in src/views/.'),
  leaf(
    'box',
    ofServices,
    'What follows from an answer of Box belongs in src/features/, what it means in src/signing/.',
  ),
  leaf(
    'store',
    ['failure', 'shapes', 'telemetry'],
    'Decisions belong in src/signing/, and what comes of them in src/features/.',
  ),
  {
    name: 'views-are-pure',
    comment: 'src/views/ takes data and gives blocks. Files, clocks and network belong in src/features/.',
    severity: 'error',
    from: { path: '^src/views/' },
    to: { dependencyTypes: nodeBuiltins },
  },
  {
    name: 'views-without-libraries',
    comment: "src/views/ takes Slack's types and nothing else of packages; the calls belong in src/slack/.",
    severity: 'error',
    from: { path: '^src/views/' },
    to: { dependencyTypes: packages, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'failure-stands-alone',
    comment: 'src/failure.ts is the vocabulary all folders share, so it imports nothing.',
    severity: 'error',
    from: { path: '^src/failure\\.ts$' },
    to: { path: '.' },
  },
  {
    name: 'classify-knows-no-service',
    comment:
      'src/classify.ts judges failed calls for every service; the error words of one belong in its errors.ts, in src/box/ ' +
      'or src/slack/.',
    severity: 'error',
    from: { path: '^src/classify\\.ts$' },
    to: { path: '.', pathNot: '^src/failure\\.ts$' },
  },
  {
    name: 'renewal-knows-no-service',
    comment:
      'src/renewal.ts renews the tokens of any service; what one service alone needs belongs in src/box/ or src/slack/.',
    severity: 'error',
    from: { path: '^src/renewal\\.ts$' },
    to: { path: '.', pathNot: '^src/(failure|shapes)\\.ts$' },
  },
  {
    name: 'features-are-handed-their-world',
    comment:
      'src/features/ imports src/signing/, src/views/, src/slack/, src/box/, src/store/, src/failure.ts, src/shapes.ts and src/telemetry.ts. What ' +
      'src/app/, src/config/ or src/web/ know is handed in by src/app/.',
    severity: 'error',
    from: { path: '^src/features/' },
    to: {
      path: ['^src/[^/]+$', '^src/(app|config|web|operate)/'],
      pathNot: '^src/(failure|shapes|telemetry)\\.ts$',
    },
  },
  {
    name: 'config-is-read-first',
    comment:
      'src/config/ reads the environment and imports only itself, src/signing/ and src/failure.ts: everything else is started with its result.',
    severity: 'error',
    from: { path: '^src/config/' },
    to: { path: '^src/', pathNot: ['^src/config/', '^src/(signing/|failure\\.ts$)'] },
  },
  {
    name: 'telemetry-stands-alone',
    comment: 'src/telemetry.ts is used everywhere, so it imports nothing of ours.',
    severity: 'error',
    from: { path: '^src/telemetry\\.ts$' },
    to: { path: '^(src|sandbox|test)/' },
  },
  {
    name: 'bytes-stand-alone',
    comment: 'src/bytes.ts is used by src/slack/ and src/box/, so it imports nothing.',
    severity: 'error',
    from: { path: '^src/bytes\\.ts$' },
    to: { path: '.' },
  },
  {
    name: 'shapes-are-types',
    comment:
      "src/shapes.ts holds types that several folders share; beside Slack's types it imports nothing. What does something " +
      'belongs in the folder that does it.',
    severity: 'error',
    from: { path: '^src/shapes\\.ts$' },
    to: { path: '.', pathNot: 'node_modules/@slack/types/' },
  },
  {
    name: 'worker-knows-no-verb',
    comment:
      'src/app/worker.ts is handed its handlers by src/app/app.ts; what a job does belongs in src/features/.',
    severity: 'error',
    from: { path: '^src/app/worker' },
    to: { path: '^src/(features|views|slack|box|web|config)/' },
  },
  {
    name: 'web-knows-routes',
    comment:
      'src/web/ carries routes and pages: it reads requests, asks src/features/ and sends what src/views/ builds. ' +
      'Putting parts together belongs in src/app/.',
    severity: 'error',
    from: { path: '^src/web/' },
    to: { path: '^src/(app|operate|store|box)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'doctor-only-looks',
    comment:
      'src/operate/doctor/ asks the configuration, src/slack/, src/box/ and src/store/ and says what is wrong. What the app ' +
      'does belongs in src/features/; what both need to know of a failure in src/failure.ts.',
    severity: 'error',
    from: { path: '^src/operate/doctor/' },
    to: {
      path: '^src/',
      pathNot:
        '^src/((operate/doctor|config|slack|box|store|signing)/|(app/box-access|app/worker-failures|bytes|classify|failure)\\.ts$)',
    },
  },
  {
    name: 'operate-speaks-to-operators',
    comment:
      'What src/operate/ says is for the operator: its programs print it, and src/main.ts when a start fails. ' +
      'People in Slack read src/views/texts/.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(operate/|main\\.ts$)' },
    to: { path: '^src/operate/' },
  },
  {
    name: 'src-ships-alone',
    comment: 'src/ is what ships. What tests or the sandbox need belongs in test/ or sandbox/.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(sandbox|test|scripts)/' },
  },
  {
    name: 'sandbox-stands-alone',
    comment:
      "sandbox/ imports nothing of src/ or test/: sharing the app's types would share its mistakes. Write down what " +
      'Slack or Box does in sandbox/ itself.',
    severity: 'error',
    from: { path: '^sandbox/' },
    to: { path: '^(src|test|scripts)/' },
  },
  {
    name: 'page-uses-control-servers',
    comment:
      'sandbox/page/ knows Slack and Box by their control servers over HTTP alone, as any program does. What it needs beside ' +
      'belongs in sandbox/http.ts, or in a control server.',
    severity: 'error',
    from: { path: '^sandbox/page/' },
    to: { path: '^sandbox/', pathNot: '^sandbox/(page/|(http|project-root)\\.ts$)' },
  },
  {
    name: 'client-runs-in-a-browser',
    comment: 'sandbox/page/client/ runs in a browser: it imports itself, and libraries that the page serves.',
    severity: 'error',
    from: { path: '^sandbox/page/client/' },
    to: { path: '.', pathNot: '^sandbox/page/client/|node_modules/(preact|pdfjs-dist)/' },
  },
  {
    name: 'nothing-outside-the-project',
    comment: 'Imports end at the project: no file beside the checkout is part of it.',
    severity: 'error',
    from: { path: '^(src|sandbox)/' },
    to: { path: '^\\.\\./', dependencyTypes: ['local'] },
  },
  onlyIn('^src/box/', 'box-typescript-sdk-gen|box-node-sdk', 'The Box SDK is called in src/box/ alone.'),
  onlyIn('^src/slack/', '@slack/(bolt|web-api)', "Slack's client and Bolt are called in src/slack/ alone."),
  onlyIn(
    '^src/operate/traces',
    '@opentelemetry',
    'src/operate/traces.ts alone makes spans, of what src/telemetry.ts measures.',
  ),
  onlyIn('^src/store/', 'kysely|libsql|pg', 'SQL and its drivers stay in src/store/.'),
  {
    name: 'no-cycle',
    comment:
      'Two modules that need each other, even for a type alone, share a third thing: give it a file of its own, in the ' +
      'leaf of the two. A type that folders share belongs in src/signing/ or src/shapes.ts.',
    severity: 'error',
    from: { path: '^src/' },
    to: { circular: true },
  },
  {
    name: 'no-cycle-in-sandbox',
    comment: 'Two modules that need each other share a third thing: give it a file of its own.',
    severity: 'error',
    from: { path: '^sandbox/' },
    // A cycle through a type import is allowed in the sandbox: types are gone at run time.
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-orphan',
    comment: 'Nobody imports this file. Use it, or remove it.',
    severity: 'error',
    from: { path: '^(src|sandbox)/', pathNot: [...entryPoints, ...loadedOtherwise], orphan: true },
    to: {},
  },
  {
    name: 'reachable-from-main',
    comment:
      'No program (src/main.ts, doctor, data, backup, restore) leads to this file. Use it, or remove it.',
    severity: 'error',
    from: { path: '^src/(main|operate/(doctor|data|backup|restore))\\.ts$' },
    // The programs themselves are left out, because no program imports another.
    to: {
      path: '^src/',
      pathNot: '^src/(main|operate/(doctor|data|backup|restore))\\.ts$',
      reachable: false,
    },
  },
  {
    name: 'resolvable',
    comment: 'This import leads nowhere.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

export interface ImportReport {
  /** How many of our own modules were checked; a check of none proves nothing. */
  readonly modules: number;
  /** One line for each breach: rule, from → to, and where the code belongs. */
  readonly breaches: readonly string[];
}

/** Checks every import of `src/` and `sandbox/` under `root`. */
export async function checkImports(root: string): Promise<ImportReport> {
  const found: IReporterOutput = await cruise(['src', 'sandbox'], {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: importRules },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  });
  if (typeof found.output === 'string') throw new Error('dependency-cruiser gave text in place of a result');
  const advice = new Map(importRules.map((rule) => [rule.name, rule.comment]));
  return {
    modules: found.output.modules.filter(({ source }) => /^(src|sandbox)\//.test(source)).length,
    breaches: found.output.summary.violations.map(
      ({ rule, from, to }) => `${rule.name}: ${from} → ${to}. ${advice.get(rule.name)}`,
    ),
  };
}
