import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y } from '../platform/a11y';
import { Button } from './button';
import { Icon, type IconName } from './icon';
import './states.css';

interface EmptyProps {
  /** Why there is nothing. */
  title: string;
  /** What can be done. */
  children?: ReactNode;
  icon?: IconName;
}

/** Nothing here: why, and what to do. */
export function Empty({ title, children, icon = 'document' }: EmptyProps) {
  return (
    <View className="state">
      <Icon name={icon} className="state-icon" />
      <View className="text-lead">{title}</View>
      {children}
    </View>
  );
}

interface ErrorStateProps {
  /** What happened, as a whole sentence. */
  title: string;
  /** What to do next. */
  next?: ReactNode;
  /** What is tried again keeps everything that was filled in. */
  onRetry?: () => void;
  retrying?: boolean;
  /** The request's id, for whoever is asked for help. */
  requestId?: string;
}

/** Something went wrong: what, what to do, and a way to try again. */
export function ErrorState({ title, next, onRetry, retrying, requestId }: ErrorStateProps) {
  return (
    <View className="state" {...a11y({ role: 'alert' })}>
      <Icon name="warning" className="state-icon" />
      <View className="text-lead">{title}</View>
      {next && <View className="text-second">{next}</View>}
      {onRetry && (
        <Button kind="secondary" icon="refresh" loading={retrying} onPress={onRetry}>
          再试一次
        </Button>
      )}
      {requestId && <View className="text-small">求助时报这个编号：{requestId}</View>}
    </View>
  );
}
