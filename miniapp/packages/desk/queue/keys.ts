/** What was pressed at the desk outside of a field. */
export interface KeyHandlers {
  /** A single key by itself, in capitals: `N`. */
  onShortcut: (key: string) => void;
  /** A whole text that came at once, with Enter behind it: a scanner. */
  onScan: (text: string) => void;
}

export interface KeyReader {
  /** @returns true when the key was taken and the page must not act on it */
  press(key: string): boolean;
  stop(): void;
}

/** Nobody types faster than this; scanners send their keys a few milliseconds apart. */
const apart = 120;
/** A code or a reference is longer than this; less is a slip of the hand. */
const shortest = 4;

/**
 * Tells the keys of a scanner, which acts as a keyboard, from shortcuts: a letter counts as a shortcut only when nothing
 * follows it at once, so that a scanned code presses no button, whatever letters it has.
 */
export function createKeyReader({ onShortcut, onScan }: KeyHandlers): KeyReader {
  let typed = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = () => {
    const [only] = typed.length === 1 ? typed : [];
    typed = '';
    if (only) onShortcut(only.toUpperCase());
  };
  return {
    press(key) {
      const scanning = typed.length > 1;
      if (key === 'Enter') {
        const text = typed;
        typed = '';
        clearTimeout(timer);
        if (text.length >= shortest) onScan(text);
        return scanning;
      }
      if (key.length !== 1) return false;
      if (key === ' ' && typed === '') return false;
      typed += key;
      clearTimeout(timer);
      timer = setTimeout(settle, apart);
      return typed.length > 1;
    },
    stop() {
      clearTimeout(timer);
      typed = '';
    },
  };
}
