import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

/** Names of the browser that WeChat hides from a mini-program by passing them as undefined. */
const hiddenNames = [
  'window',
  'document',
  'frames',
  'self',
  'location',
  'navigator',
  'localStorage',
  'history',
  'XMLHttpRequest',
  'WebSocket',
];

/** Gives the bundle's world a `Date` whose now can be moved. */
const movableDate = `(offset) => {
  const Real = Date;
  globalThis.Date = class Date extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + offset());
      else super(...given);
    }
    static now() {
      return Real.now() + offset();
    }
  };
}`;

/**
 * Loads a bundle's files as WeChat does: in a JavaScript world of their own that has the language, `wx` and a few
 * functions, and nothing of a browser or of Node.
 */
export class Modules {
  private readonly context: vm.Context;
  private clockOffset = 0;
  private readonly loaded = new Map<string, { exports: unknown }>();

  /** @param globals what the bundle finds besides the language */
  constructor(
    private readonly dist: string,
    globals: Record<string, unknown>,
  ) {
    this.context = vm.createContext({ ...globals }, { codeGeneration: { strings: false, wasm: false } });
    // Older phones' engines come without it.
    vm.runInContext('delete globalThis.Intl; globalThis.global = globalThis;', this.context);
    const moveDate = vm.runInContext(movableDate, this.context) as (offset: () => number) => void;
    moveDate(() => this.clockOffset);
  }

  /** Moves the clock that the bundle reads. @param seconds forward; its timers run on as they do */
  passTime(seconds: number): void {
    this.clockOffset += seconds * 1000;
  }

  /**
   * Runs a file once and gives what it exports.
   * @param file below the bundle's root, with its extension
   */
  require(file: string): unknown {
    const absolute = path.join(this.dist, file);
    const kept = this.loaded.get(absolute);
    if (kept) return kept.exports;
    const module: { exports: unknown } = { exports: {} };
    this.loaded.set(absolute, module);
    const source = readFileSync(absolute, 'utf8');
    const run = vm.runInContext(
      `(function (require, module, exports, ${hiddenNames.join(', ')}) {${source}\n})`,
      this.context,
      { filename: absolute },
    ) as (...given: unknown[]) => void;
    const requireFrom = (wanted: string): unknown => {
      const target = path.posix.join(path.posix.dirname(file), wanted);
      if (target.startsWith('..')) throw new Error(`${file} requires ${wanted} outside the bundle`);
      return this.require(target.endsWith('.js') ? target : `${target}.js`);
    };
    run(requireFrom, module, module.exports);
    return module.exports;
  }
}
