import { STORAGE_TABLES, type StoragePort, type StorageRange, type StorageTable, type StorageWrite } from '@parley/sdk';
import { type IDBPDatabase, type IDBPObjectStore, wrap } from 'idb';

/** Null: it could not be opened, or is closed again. */
async function takeEarly(): Promise<IDBDatabase | null> {
  const early = globalThis.earlyDatabase;
  globalThis.earlyDatabase = undefined;
  try {
    const database = await early;
    database?.transaction(STORAGE_TABLES[0]).abort();
    return database ?? null;
  } catch {
    return null;
  }
}

/** Opened before the first use, by the boot script, and again after the browser or a newer version of the page has closed it. */
function opener(): () => Promise<IDBPDatabase> {
  let opened: Promise<IDBPDatabase> | null = null;
  const forget = (): void => {
    opened = null;
  };
  const open = async (): Promise<IDBPDatabase> => {
    const database = (await takeEarly()) ?? (await openDatabase());
    // The boot script closes it as soon as another page wants it gone.
    database.addEventListener('versionchange', forget);
    database.addEventListener('close', forget);
    return wrap(database);
  };
  return () => {
    opened ??= open().catch((error: unknown) => {
      forget();
      throw error;
    });
    return opened;
  };
}

/** The SDK's storage in this browser's IndexedDB. Its keys are ordered by code unit, as the port asks. */
export function indexedDbStorage(): StoragePort {
  const open = opener();
  return {
    get: async (table, keys) => {
      const store = reading(await open(), table);
      return Promise.all(keys.map((key) => store.get(key)));
    },
    range: async (table, range) => readRange(await open(), table, range),
    write: async (batch) => {
      if (batch.length > 0) await inOne(await open(), batch);
    },
    clear: async () => {
      const cleared = (await open()).transaction([...STORAGE_TABLES], 'readwrite');
      await Promise.all([...STORAGE_TABLES.map((table) => cleared.objectStore(table).clear()), cleared.done]);
    },
  };
}

type ReadableStore = IDBPObjectStore<unknown, [StorageTable], StorageTable>;

/** What fails to be read fails with its request: that the transaction failed too is no second error. */
function reading(database: IDBPDatabase, table: StorageTable): ReadableStore {
  const { store, done } = database.transaction(table);
  done.catch(() => {});
  return store;
}

/** From the first key to before the last; null: nothing can lie between. */
function between({ from, to }: { from: string; to: string }): IDBKeyRange | null {
  return from < to ? IDBKeyRange.bound(from, to, false, true) : null;
}

async function readRange(database: IDBPDatabase, table: StorageTable, range: StorageRange): Promise<unknown[]> {
  const { limit, newest = false } = range;
  const all = between(range);
  if (all === null || limit === 0) return [];
  const store = reading(database, table);
  if (limit === undefined || !newest) return store.getAll(all, limit);
  // The newest are read in one go from where they begin, which takes two steps however many they are.
  const last = await store.openKeyCursor(all, 'prev');
  const first = limit > 1 ? await last?.advance(limit - 1) : last;
  return store.getAll(first ? between({ from: keyOf(first), to: range.to }) : all);
}

// Keys are strings: no other is ever given to this database.
const keyOf = ({ key }: { key: IDBValidKey }): string => key as string;

/** It is stored when the transaction is complete, not when its last request is. */
async function inOne(database: IDBPDatabase, batch: readonly StorageWrite[]): Promise<void> {
  const transaction = database.transaction([...new Set(batch.map(({ table }) => table))], 'readwrite');
  const asked: Promise<unknown>[] = [transaction.done];
  try {
    for (const write of batch) asked.push(apply(transaction.objectStore(write.table), write));
  } catch (error) {
    // What can't be stored throws at once: nothing of the batch may stay.
    transaction.abort();
    await Promise.allSettled(asked);
    throw error;
  }
  try {
    await Promise.all(asked);
  } catch (error) {
    // A request only says that it was given up; why, the transaction says.
    await Promise.allSettled(asked);
    throw transaction.error ?? error;
  }
}

type WritableStore = {
  put(value: unknown, key: string): Promise<unknown>;
  delete(key: string | IDBKeyRange): Promise<unknown>;
};

function apply(store: WritableStore, write: StorageWrite): Promise<unknown> {
  if ('put' in write) return store.put(write.value, write.put);
  if ('remove' in write) return store.delete(write.remove);
  const range = between(write.removeRange);
  return range === null ? Promise.resolve() : store.delete(range);
}
