import { View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../components/button';
import { a11y } from '../../../platform/a11y';
import { serverNow } from '../../../platform/clock';
import { Key } from '../parts/key';
import type { Done } from './use-desk';

interface UndoBarProps {
  done: Done | null;
  onUndo: () => void;
  /** The time to take it back has passed. */
  onOver: () => void;
}

function secondsLeft(done: Done | null): number {
  const until = done?.ticket.undoUntil;
  return until ? Math.ceil((Date.parse(until) - serverNow()) / 1000) : 0;
}

/** What cannot be taken back is told as long. */
const shownFor = 10_000;

/** What was done last, and a way to take it back for ten seconds. It never stands in the way of the next call. */
export function UndoBar({ done, onUndo, onOver }: UndoBarProps) {
  const [left, setLeft] = useState(() => secondsLeft(done));
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    setLeft(secondsLeft(done));
    if (!done) return;
    const since = Date.now();
    const timer = setInterval(() => {
      const now = secondsLeft(done);
      setLeft(now);
      if (now <= 0 && Date.now() - since >= shownFor) over.current();
    }, 1_000);
    return () => clearInterval(timer);
  }, [done]);
  return (
    <View className="desk-undo">
      <View {...a11y({ role: 'status', live: 'polite' })}>{done?.words ?? ''}</View>
      {done && left > 0 && (
        <Button kind="secondary" block={false} onPress={onUndo}>
          {`撤销（${left} 秒）`}
          <Key letter="U" />
        </Button>
      )}
    </View>
  );
}
