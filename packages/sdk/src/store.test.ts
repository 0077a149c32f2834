import { describe, expect, it } from 'vitest';
import { afterBatch, batch, LazyStore, ValueStore } from './store.js';

function counted(): { store: LazyStore<object>; heard: () => number } {
  const store = new LazyStore(() => ({}));
  let times = 0;
  store.subscribe(() => (times += 1));
  return { store, heard: () => times };
}

describe('what changes in one go', () => {
  it('is told once, when it is over, also when a part of it was a go of its own', () => {
    const { store, heard } = counted();
    batch(() => {
      store.changed();
      batch(() => store.changed());
      store.changed();
      expect(heard()).toBe(0);
    });
    expect(heard()).toBe(1);
  });

  it('is there for whoever asks meanwhile', () => {
    const store = new ValueStore(1);
    batch(() => {
      store.set(2);
      expect(store.getSnapshot()).toBe(2);
    });
    const { store: lazy } = counted();
    const before = lazy.getSnapshot();
    batch(() => {
      lazy.changed();
      expect(lazy.getSnapshot()).not.toBe(before);
    });
  });

  it('is told to all, though one of them throws, and whoever began it hears of that', () => {
    const { store, heard } = counted();
    const other = counted();
    store.subscribe(() => {
      throw new Error('of a listener');
    });
    let last = 0;
    store.subscribe(() => (last += 1));
    const change = (): void =>
      batch(() => {
        store.changed();
        other.store.changed();
      });
    expect(change).toThrow('of a listener');
    expect([heard(), last, other.heard()]).toEqual([1, 1, 1]);
    // Nothing is left of it.
    batch(() => other.store.changed());
    expect([heard(), other.heard()]).toEqual([1, 2]);
  });

  it('is told though what changed it threw', () => {
    const { store, heard } = counted();
    const broken = (): void =>
      batch(() => {
        store.changed();
        throw new Error('half way');
      });
    expect(broken).toThrow('half way');
    expect(heard()).toBe(1);
  });

  it('grows by what those say who are told of it', () => {
    const { store, heard } = counted();
    const first = counted();
    first.store.subscribe(() => store.changed());
    let ran = 0;
    const after = (): void => void (ran += 1);
    batch(() => {
      first.store.changed();
      store.changed();
      afterBatch(after);
      afterBatch(after);
    });
    expect(heard()).toBeGreaterThanOrEqual(1);
    expect(ran).toBe(1);
  });
});
