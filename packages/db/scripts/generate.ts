/**
 * Generates the two Prisma clients offline. The CLI insists on a schema engine binary that it would download, and never
 * runs it for `generate`: a stub in its place is enough.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const prisma = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build/index.js');
const scratch = mkdtempSync(join(tmpdir(), 'parley-prisma-'));

try {
  const stub = join(scratch, 'schema-engine');
  writeFileSync(stub, '#!/bin/sh\necho stub\n');
  chmodSync(stub, 0o755);
  for (const database of ['directory', 'shard']) {
    const { status, stderr } = spawnSync(
      process.execPath,
      [prisma, 'generate', `--schema=prisma/${database}/schema.prisma`],
      {
        cwd: root,
        stdio: 'pipe',
        env: {
          ...process.env,
          PRISMA_SCHEMA_ENGINE_BINARY: stub,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
          HOME: scratch,
        },
      },
    );
    if (status !== 0) {
      process.stderr.write(stderr);
      process.exit(status ?? 1);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
