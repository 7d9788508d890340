/** The bundle's timers: real ones, whose errors are noted and which can all be stopped; none runs after that. */
export interface Timers {
  /** `setTimeout` and the others, by name. */
  functions: Record<string, unknown>;
  stop(): void;
}

/** @param problem called with what a timer's function throws, which in WeChat ends up on the console */
export function makeTimers(problem: (error: unknown) => void): Timers {
  const running = new Set<NodeJS.Timeout>();
  let stopped = false;
  const run = (work: (...given: unknown[]) => void, given: unknown[]) => {
    if (stopped) return;
    try {
      work(...given);
    } catch (error) {
      problem(error);
    }
  };
  const clear = (timer: NodeJS.Timeout) => {
    clearTimeout(timer);
    running.delete(timer);
  };
  return {
    functions: {
      setTimeout(work: () => void, delay?: number, ...given: unknown[]) {
        const timer: NodeJS.Timeout = setTimeout(() => {
          running.delete(timer);
          run(work, given);
        }, delay);
        running.add(timer);
        return timer;
      },
      setInterval(work: () => void, delay?: number, ...given: unknown[]) {
        const timer = setInterval(() => run(work, given), delay);
        running.add(timer);
        return timer;
      },
      clearTimeout: clear,
      clearInterval: clear,
    },
    stop() {
      stopped = true;
      for (const timer of running) clearTimeout(timer);
      running.clear();
    },
  };
}
