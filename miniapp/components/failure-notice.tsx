import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Failure } from '../api';
import { a11y } from '../platform/a11y';
import { isWeapp } from '../platform/env';
import { Button } from './button';
import { Notice } from './notice';

interface FailureNoticeProps {
  failure: Failure | null;
  /** Asks for the same again; what was filled in stays. */
  onRetry?: () => void;
  /** Other ways out. */
  children?: ReactNode;
}

/**
 * What became of a tap that did not succeed, at the head of the page: what happened, what to do, a way on. It takes
 * the focus when it appears (WeChat scrolls up to it).
 */
export function FailureNotice({ failure, onRetry, children }: FailureNoticeProps) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!failure) return;
    if (isWeapp) Taro.pageScrollTo({ scrollTop: 0, duration: 0 }).catch(() => undefined);
    else box.current?.focus();
  }, [failure]);
  if (!failure) return null;
  const actions = (onRetry || children) && (
    <>
      {onRetry && (
        <Button kind="link" icon="refresh" onPress={onRetry}>
          再试一次
        </Button>
      )}
      {children}
    </>
  );
  return (
    <View ref={box} {...a11y({ role: 'alert' })} {...(isWeapp ? {} : { tabIndex: -1 })}>
      <Notice tone="red" title={failure.message} actions={actions}>
        {failure.next}
        {failure.requestId && failure.status >= 500 && (
          <View className="text-small">求助时报这个编号：{failure.requestId}</View>
        )}
      </Notice>
    </View>
  );
}
