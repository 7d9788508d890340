import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Resource } from '../hooks/use-resource';
import { momentWords } from '../hooks/words';
import { a11y } from '../platform/a11y';
import { useOnline } from '../platform/network';
import { Button } from './button';
import { Notice } from './notice';
import { Skeleton } from './skeleton';
import { ErrorState } from './states';

interface ResourceViewProps<T> {
  resource: Resource<T>;
  /** The skeleton's shape. */
  blocks?: number;
  lines?: number;
  children: (data: T) => ReactNode;
}

/**
 * Draws what was read from the server in each of its states: on its way, slow, there, there but old (with its
 * time), not to be had.
 */
export function ResourceView<T>({ resource, blocks = 3, lines = 3, children }: ResourceViewProps<T>) {
  const { data, at, failure, slow, reload } = resource;
  if (data !== null) {
    return (
      <>
        <AgeNote at={at} failed={failure !== null} onRetry={reload} />
        {children(data)}
      </>
    );
  }
  if (failure) {
    return (
      <ErrorState
        title={failure.message}
        next={failure.next}
        onRetry={reload}
        requestId={failure.status >= 500 ? failure.requestId : undefined}
      />
    );
  }
  if (!resource.loading) return null;
  return (
    <>
      {slow && <SlowNote />}
      <Skeleton blocks={blocks} lines={lines} />
    </>
  );
}

/** Says how old the page's content is, while it could not be refreshed. */
export function AgeNote({
  at,
  failed,
  onRetry,
}: {
  at: number | null;
  failed: boolean;
  onRetry: () => void;
}) {
  const online = useOnline();
  if (at === null || (online && !failed)) return null;
  return (
    <Notice
      tone="amber"
      live
      actions={
        online && (
          <Button kind="link" icon="refresh" onPress={onRetry}>
            再试一次
          </Button>
        )
      }
    >
      {online ? '这次没有连上，下面是之前看到的内容。' : '下面是之前看到的内容。'}
      {momentWords(at)} 更新
    </Notice>
  );
}

/** Five seconds have passed without an answer. */
export function SlowNote({ children = '网络有点慢，还在等回音…' }: { children?: ReactNode }) {
  return (
    <View className="text-second" {...a11y({ role: 'status', live: 'polite' })}>
      {children}
    </View>
  );
}
