/** Writes what is derived from the contract: docs/openapi.json, docs/asyncapi.json and docs/wire.md. Run after `tsc -b packages/contract`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asyncapi } from './asyncapi.ts';
import { openapi } from './openapi.ts';
import { wire } from './wire.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };

mkdirSync(`${root}docs`, { recursive: true });
writeFileSync(`${root}docs/openapi.json`, `${JSON.stringify(openapi(version), null, 2)}\n`);
writeFileSync(`${root}docs/asyncapi.json`, `${JSON.stringify(asyncapi(version), null, 2)}\n`);
writeFileSync(`${root}docs/wire.md`, wire());
