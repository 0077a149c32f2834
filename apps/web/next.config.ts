import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { NextConfig } from 'next';
import { compileCatalogue } from './i18n/compile';
import * as enFirst from './i18n/en-first';
import * as enRest from './i18n/en-rest';
import type { Words } from './i18n/joined';
import * as zhFirst from './i18n/zh-first';
import * as zhRest from './i18n/zh-rest';
import { securityHeaders } from './scripts/security-headers';

const root = path.join(import.meta.dirname, '..', '..');

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const loaderAt = (name: string): string => path.join(import.meta.dirname, 'scripts', name);

function compiled({ words }: { words: Words }) {
  const loader = loaderAt('catalogue-loader.cjs');
  return { loaders: [{ loader, options: { messages: JSON.stringify(compileCatalogue(words)) } }] };
}

const config: NextConfig = {
  output: 'standalone',
  env: { PARLEY_VERSION: version },
  outputFileTracingRoot: root,
  // The shell shows no server-optimised pictures: without these the server is 19 MB smaller.
  outputFileTracingExcludes: { '*': ['node_modules/sharp/**', 'node_modules/@img/**'] },
  images: { unoptimized: true },
  turbopack: {
    root,
    // The messages come compiled, so that what is formatted with needs no parser: a third of the catalogues' weight.
    rules: {
      '**/i18n/en-first.ts': compiled(enFirst),
      '**/i18n/en-rest.ts': compiled(enRest),
      '**/i18n/zh-first.ts': compiled(zhFirst),
      '**/i18n/zh-rest.ts': compiled(zhRest),
      '**/zod/v4/classic/schemas.js': { loaders: [loaderAt('zod-loader.cjs')] },
      '**/zod/v4/core/regexes.js': { loaders: [loaderAt('zod-loader.cjs')] },
      '**/packages/contract/dist/**/*.js': { loaders: [loaderAt('docs-loader.cjs')] },
    },
    resolveAlias: { 'use-intl/format-message': './i18n/format-message.ts' },
  },
  transpilePackages: ['@parley/ui'],
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run types` checks with the compiler of the rest of the repository.
  typescript: { ignoreBuildErrors: true },
  // One prerendered shell stands behind every address of the chat, so that the service worker can serve it offline.
  rewrites: async () => [
    { source: '/c/:conversationId', destination: '/' },
    { source: '/u/:userId', destination: '/' },
    { source: '/settings', destination: '/' },
    { source: '/settings/:section', destination: '/' },
    { source: '/c/:conversationId/t/:seq', destination: '/' },
    { source: '/c/:conversationId/m/:seq', destination: '/' },
  ],
  headers: async () => [
    { source: '/:path*', headers: securityHeaders() },
    // The pages name the scripts of one build: nothing between here and the browser may keep them.
    {
      source: '/:page(|setup|dev/kit|c/[^/]+|c/[^/]+/[tm]/[^/]*|u/[^/]+|settings|settings/[^/]*|sw.js)',
      headers: [{ key: 'Cache-Control', value: 'no-cache' }],
    },
  ],
};

export default config;
