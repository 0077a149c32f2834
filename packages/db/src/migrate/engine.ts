import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { MigrationFiles } from '../repository-files.js';

/** The part that is used here; the standard library's types have it only together with a browser's DOM. */
type Wasm = {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: Record<string, object>): Promise<{ exports: Record<string, unknown> }>;
};
const { WebAssembly } = globalThis as unknown as { WebAssembly: Wasm };

type Startable = { __wbg_set_wasm(exports: Record<string, unknown>): void };

let started: Promise<void> | undefined;

/** Prisma's schema engine as wasm: the CLI's own is a download that a closed network doesn't have. */
async function start(): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const module = await WebAssembly.compile(await readFile(join(folder, 'schema_engine_bg.wasm')));
  const imports = glue as unknown as Startable;
  const { exports } = await WebAssembly.instantiate(module, { './schema_engine_bg.js': imports });
  imports.__wbg_set_wasm(exports);
  const begin = exports['__wbindgen_start'];
  (begin as () => void)();
}

/**
 * adapter-pg cuts scripts at each semicolon and runs the pieces alone, which breaks function bodies and leaves half a
 * migration behind a crash. Sent whole, a script is one transaction of the server.
 */
class WholeScripts extends PrismaPg {
  readonly adapters: { dispose(): Promise<void> }[] = [];

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    this.adapters.push(adapter);
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    return adapter;
  }
}

/** The connection that runs the scripts: only the run that has the lock has one. */
export const ENGINE_NAME = 'parley-migrate-engine';

/** Applies what is missing, as `prisma migrate deploy` would: same table, same checksums. Returns the names applied. */
export async function applyMigrations(url: string, files: MigrationFiles): Promise<string[]> {
  started ??= start();
  await started;
  const factory = new WholeScripts({ connectionString: url, max: 1, application_name: ENGINE_NAME });
  const engine = await glue.SchemaEngine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: {
        baseDir: '.',
        lockfile: { path: 'migration_lock.toml', content: files.lockfile },
        shadowDbInitScript: '',
        migrationDirectories: files.migrations.map(({ name, script }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
        })),
      },
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } finally {
    engine.free();
    await Promise.all(factory.adapters.map((adapter) => adapter.dispose()));
  }
}
