import { useDidHide, useDidShow } from '@tarojs/taro';
import { type RefObject, useEffect, useRef } from 'react';
import { isWeapp } from '../../platform/env';

type Send = () => void;

/** The part of Taro's root node of a page by which it hands changes over to WeChat, a task for each batch. */
interface PageRoot {
  scheduleTask(send: Send): void;
}

/**
 * Keeps a page from sending changes to WeChat while it is hidden: an answer that comes late, a sign-in,
 * the network going away. They go out together when the page comes back into view.
 * @param node any node of the page
 */
export function useQuietWhileHidden(node: RefObject<HTMLElement>): void {
  const hidden = useRef(false);
  const held = useRef<Send[]>([]);
  useEffect(() => {
    const root = (node.current as unknown as { _root?: PageRoot } | null)?._root;
    if (!isWeapp || !root) return;
    root.scheduleTask = (send) => {
      setTimeout(() => {
        if (hidden.current) held.current.push(send);
        else send();
      });
    };
  }, [node]);
  useDidHide(() => {
    hidden.current = true;
  });
  useDidShow(() => {
    hidden.current = false;
    for (const send of held.current.splice(0)) send();
  });
}
