// The one-way dependencies between the folders, as CONTRIBUTING.md draws them.
const packages = 'node_modules'

/** Which folders of ours each folder may import from (itself always). */
const mayImport = {
  domain: [],
  // How processes tell of themselves; the same in both.
  telemetry: ['domain'],
  workflows: ['domain'],
  egress: ['domain'],
  language: ['domain'],
  storage: ['domain'],
  encryption: ['domain'],
  sandbox: ['domain', 'egress'],
  activities: ['domain', 'storage', 'sandbox', 'egress', 'language'],
  worker: ['domain', 'storage', 'encryption', 'sandbox', 'egress', 'language', 'activities', 'telemetry'],
  templates: ['domain'],
  importing: ['domain'],
  api: ['domain', 'storage', 'encryption', 'templates', 'importing', 'language', 'telemetry'],
  // Talks to the API over HTTP alone: it must work on a machine that has nothing else of ours.
  cli: ['domain'],
  // In the browser: what of domain/ it takes gets into its bundle.
  web: ['domain', 'client'],
}
const ours = [...Object.keys(mayImport), 'client', 'stack', 'test', 'bench', 'eval']

const layers = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `${folder}/ may import ${allowed.join(', ') || 'nothing'} of ours`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: `^(${ours.filter((name) => name !== folder && !allowed.includes(name)).join('|')})/` },
}))
// workflows/ may name the activities' types, never their code.
const workflows = layers.find((layer) => layer.name === 'workflows-imports')
workflows.to = { path: workflows.to.path, dependencyTypesNot: ['type-only'] }

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'client-types',
      comment: 'client/ gets into browsers: of the contract it may have the types, of packages openapi-fetch',
      severity: 'error',
      from: { path: '^client/' },
      to: {
        path: `^(${ours.filter((name) => name !== 'client').join('|')})/`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'client-packages',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: packages, pathNot: 'node_modules/openapi-fetch/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'pure-folders',
      comment: 'domain/ and workflows/ run inside the deterministic workflow sandbox: no Node APIs',
      severity: 'error',
      from: { path: '^(domain|workflows)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workflow-packages',
      comment: 'workflows/ may use the Temporal workflow API only',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: packages, pathNot: 'node_modules/@temporalio/(workflow|common)/' },
    },
    {
      name: 'small-workflows',
      comment: 'what looks for personal data is large, and of no use in the bundle that each worker loads',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^domain/pii/', reachable: true },
    },
    {
      name: 'api-advice',
      comment: 'api/ gives advice on the texts of an action; engines, and what they need, are for workers',
      severity: 'error',
      from: { path: '^api/' },
      to: { path: '^language/(?!advice/)' },
    },
    {
      name: 'no-dev-packages',
      comment: 'web/ is bundled: its packages are not there when it runs',
      severity: 'error',
      from: {
        path: `^(${ours.filter((name) => !['test', 'bench', 'eval', 'web'].includes(name)).join('|')})/`,
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: packages },
    exclude: { path: '^(\\.errand|docs)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
}
