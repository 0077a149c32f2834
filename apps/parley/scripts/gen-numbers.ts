/**
 * Writes the README's table of numbers from the reports under docs/performance/, and the JSON schema that they follow. Run after
 * `tsc -b apps/parley`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { numbersTable, type Named } from '../dist/bench/numbers-table.js';
import { AnyReportSchema } from '../dist/bench/reports.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(root, 'docs/performance');
const SCHEMA = 'report.schema.json';

const reports = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== SCHEMA)
  .map((name): Named => ({
    name: basename(name, '.json'),
    report: AnyReportSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
  }));

const [BEGIN, END] = ['<!-- numbers: written by npm run gen:numbers -->', '<!-- /numbers -->'];
const readme = join(root, 'README.md');
const text = readFileSync(readme, 'utf8');
const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
if (from < 0 || to < from) throw new Error('README.md has no place for the numbers');
writeFileSync(readme, `${text.slice(0, from)}${BEGIN}\n\n${numbersTable(reports)}\n\n${text.slice(to)}`);
writeFileSync(join(folder, SCHEMA), `${JSON.stringify(z.toJSONSchema(AnyReportSchema, { reused: 'ref' }), null, 2)}\n`);
