import { useSyncExternalStore } from 'react';

/** A value that lives outside React and is the same for every page, with its listeners. */
export interface Store<T> {
  get(): T;
  /** Replaces the value and tells the listeners; a value equal by `Object.is` tells nobody. */
  set(value: T): void;
  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/** Makes a store that starts with `initial`. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** The value of a store, kept current while the component stands. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
