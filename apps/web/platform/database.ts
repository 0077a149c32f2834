import { STORAGE_TABLES, type StoragePort, type StorageRange, type StorageTable, type StorageWrite } from '@parley/sdk';
import { type IDBPDatabase, type IDBPObjectStore, unwrap, wrap } from 'idb';

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

/**
 * It is stored when the transaction is complete, not when its last request is. Nobody listens to a request: one that fails ends the
 * transaction, which says why.
 */
async function inOne(database: IDBPDatabase, batch: readonly StorageWrite[]): Promise<void> {
  const transaction = unwrap(database).transaction([...new Set(batch.map(({ table }) => table))], 'readwrite');
  const ended = new Promise<void>((complete, failed) => {
    transaction.addEventListener('complete', () => complete());
    transaction.addEventListener('abort', () =>
      failed(transaction.error ?? new DOMException('given up', 'AbortError')),
    );
  });
  try {
    for (const write of batch) apply(transaction.objectStore(write.table), write);
    transaction.commit();
  } catch (error) {
    // What can't be stored throws at once: nothing of the batch may stay.
    transaction.abort();
    await ended.catch(() => {});
    throw error;
  }
  await ended;
}

function apply(store: IDBObjectStore, write: StorageWrite): void {
  if ('put' in write) store.put(write.value, write.put);
  else if ('remove' in write) store.delete(write.remove);
  else {
    const range = between(write.removeRange);
    if (range !== null) store.delete(range);
  }
}
