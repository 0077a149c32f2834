import { STORAGE_TABLES, type StoragePort, type StorageTable, type StorageWrite } from '../ports.js';

type Tables = Map<StorageTable, Map<string, unknown>>;

const emptyTables = (): Tables => new Map(STORAGE_TABLES.map((table) => [table, new Map<string, unknown>()]));

/** Storage that lives as long as this object: for bots, the doctor and tests. */
export function memoryStorage(): StoragePort {
  let tables = emptyTables();
  const of = (table: StorageTable): Map<string, unknown> => tables.get(table) ?? new Map<string, unknown>();
  return {
    get: async (table, keys) => keys.map((key) => of(table).get(key)),
    range: async (table, { from, to, limit, newest }) => {
      const keys = [...of(table).keys()].filter((key) => from <= key && key < to).sort();
      const wanted = limit === undefined ? keys : newest === true ? keys.slice(-limit) : keys.slice(0, limit);
      return wanted.map((key) => of(table).get(key));
    },
    write: async (batch) => batch.forEach((write) => apply(of(write.table), write)),
    clear: async () => {
      tables = emptyTables();
    },
  };
}

function apply(table: Map<string, unknown>, write: StorageWrite): void {
  if ('put' in write) table.set(write.put, write.value);
  else if ('remove' in write) table.delete(write.remove);
  else {
    const { from, to } = write.removeRange;
    for (const key of [...table.keys()]) if (from <= key && key < to) table.delete(key);
  }
}
