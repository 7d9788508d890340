/** The directions of docs/architecture.md, held by `npm run lint`. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared/ is what both sides agree on: no side, no I/O',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(bff|miniapp|test|tools|config)/|^(fs|net|http|https|os|child_process|crypto|path)$' },
    },
    {
      name: 'no-bff-in-miniapp',
      severity: 'error',
      from: { path: '^miniapp/' },
      to: { path: '^(bff|test|tools)/' },
    },
    {
      name: 'contract-as-types-in-miniapp',
      comment: 'schema code must not swell the mini-program',
      severity: 'error',
      from: { path: '^miniapp/' },
      to: { path: '^shared/contract/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-miniapp-in-bff', severity: 'error', from: { path: '^bff/' }, to: { path: '^miniapp/' } },
    {
      name: 'features-by-their-door',
      comment: "a feature uses another's index.ts and nothing behind it",
      severity: 'error',
      from: { path: '^bff/features/([^/]+)/' },
      to: {
        path: '^bff/features/([^/]+)/',
        pathNot: ['^bff/features/$1/', '^bff/features/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'commands-know-no-http',
      severity: 'error',
      from: { path: '^bff/(features|gateways|stores|work|crypto)/' },
      to: { path: '^(node_modules/)?(koa|koa-router|@koa/)' },
    },
    {
      name: 'gateways-know-no-features',
      severity: 'error',
      from: { path: '^bff/gateways/' },
      to: { path: '^bff/features/' },
    },
    {
      name: 'stand-ins-in-development-only',
      severity: 'error',
      from: {
        path: '^bff/',
        pathNot: '^bff/(embedded|sandbox|sample|development\\.ts|run-development\\.ts)',
      },
      to: { path: '^bff/(embedded|sandbox|sample|development\\.ts|run-development\\.ts)' },
    },
    {
      name: 'production-reaches-no-stand-in',
      severity: 'error',
      from: { path: '^bff/main\\.ts$' },
      to: { path: '^bff/(embedded|sandbox|sample)/', reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js'] },
  },
};
