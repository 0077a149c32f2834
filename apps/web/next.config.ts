import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { NextConfig } from 'next';
import { securityHeaders } from './scripts/security-headers';

const root = path.join(import.meta.dirname, '..', '..');

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const loaderAt = (name: string): string => path.join(import.meta.dirname, 'scripts', name);

const config: NextConfig = {
  output: 'standalone',
  env: { PARLEY_VERSION: version },
  outputFileTracingRoot: root,
  // The shell shows no server-optimised pictures: without these the server is 19 MB smaller.
  outputFileTracingExcludes: { '*': ['node_modules/sharp/**', 'node_modules/@img/**'] },
  images: { unoptimized: true },
  turbopack: {
    root,
    rules: {
      '**/packages/contract/dist/**/*.js': { loaders: [loaderAt('docs-loader.cjs')] },
    },
  },
  transpilePackages: ['@parley/ui'],
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run types` checks with the compiler of the rest of the repository.
  typescript: { ignoreBuildErrors: true },
  // One prerendered shell stands behind every address of the chat, so that the service worker can serve it offline.
  rewrites: async () => [
    { source: '/c/:conversationId', destination: '/' },
    { source: '/settings', destination: '/' },
    { source: '/settings/:section', destination: '/' },
    { source: '/c/:conversationId/t/:seq', destination: '/' },
  ],
  headers: async () => [
    { source: '/:path*', headers: securityHeaders() },
    // The pages name the scripts of one build: nothing between here and the browser may keep them.
    {
      source: '/:page(|setup|dev/kit|c/[^/]+|c/[^/]+/t/[^/]*|settings|settings/[^/]*|sw.js)',
      headers: [{ key: 'Cache-Control', value: 'no-cache' }],
    },
  ],
};

export default config;
