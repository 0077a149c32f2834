import { STORAGE_TABLES, type StoragePort, type StorageRange, type StorageWrite } from '@parley/sdk';
import { Dexie, type Table } from 'dexie';

const NAME = 'parley';

function open(): Dexie {
  const database = new Dexie(NAME);
  // Keys stand beside the values (out of line): a value is stored as it is given.
  database.version(1).stores(Object.fromEntries(STORAGE_TABLES.map((table) => [table, ''])));
  return database;
}

/** The SDK's storage in this browser's IndexedDB. Its keys are ordered by code unit, as the port asks. */
export function indexedDbStorage(): StoragePort {
  const database = open();
  return {
    get: async (table, keys) => database.table(table).bulkGet([...keys]),
    range: async (table, range) => readRange(database.table(table), range),
    write: async (batch) => {
      const tables = [...new Set(batch.map((write) => write.table))];
      if (tables.length === 0) return;
      await database.transaction('rw', tables, async () => {
        for (const write of batch) await apply(database, write);
      });
    },
    clear: async () => {
      await database.transaction('rw', [...STORAGE_TABLES], async () => {
        for (const table of STORAGE_TABLES) await database.table(table).clear();
      });
    },
  };
}

async function readRange(table: Table<unknown, string>, range: StorageRange): Promise<unknown[]> {
  const between = table.where(':id').between(range.from, range.to, true, false);
  const ordered = range.newest === true ? between.reverse() : between;
  const values = await (range.limit === undefined ? ordered : ordered.limit(range.limit)).toArray();
  return range.newest === true ? values.reverse() : values;
}

async function apply(database: Dexie, write: StorageWrite): Promise<void> {
  const table: Table<unknown, string> = database.table(write.table);
  if ('put' in write) await table.put(write.value, write.put);
  else if ('remove' in write) await table.delete(write.remove);
  else await table.where(':id').between(write.removeRange.from, write.removeRange.to, true, false).delete();
}
