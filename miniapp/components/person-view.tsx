import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Resource } from '../hooks/use-resource';
import { open } from '../platform/navigate';
import { Button } from './button';
import { ResourceView } from './resource-view';
import { Empty } from './states';

interface PersonViewProps<T> {
  resource: Resource<T>;
  blocks?: number;
  lines?: number;
  children: (data: T) => ReactNode;
}

/** As `ResourceView`, for what only somebody with a real name has: to whom the server does not know by name, it says the way. */
export function PersonView<T>(props: PersonViewProps<T>) {
  const { data, failure } = props.resource;
  const wanted = failure && data === null ? gates[failure.code] : undefined;
  if (!wanted) return <ResourceView {...props} />;
  return (
    <Empty title={wanted.title} icon="me">
      <View className="text-second">这里是您自己的事，知道是您本人才能看。</View>
      <Button onPress={() => void open(wanted.page)}>{wanted.act}</Button>
    </Empty>
  );
}

const gates: Partial<Record<string, { title: string; act: string; page: string }>> = {
  CONSENT_REQUIRED: {
    title: '先看一下同意书',
    act: '看同意书',
    page: '/packages/account/consent/index',
  },
  IDENTITY_REQUIRED: {
    title: '先实名，再看',
    act: '去实名',
    page: '/packages/account/identity/index',
  },
};
