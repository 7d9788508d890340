import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y } from '../platform/a11y';
import { Icon, type IconName } from './icon';
import './notice.css';

/** Red only for what failed or is late, amber for waiting, green for done, blue for the rest. */
export type NoticeTone = 'blue' | 'green' | 'amber' | 'red';

const icons: Record<NoticeTone, IconName> = { blue: 'info', green: 'done', amber: 'clock', red: 'warning' };

interface NoticeProps {
  tone?: NoticeTone;
  icon?: IconName;
  /** What it says in a few words. */
  title?: string;
  children?: ReactNode;
  /** Links below the text. */
  actions?: ReactNode;
  /** Said by screen readers when it appears. */
  live?: boolean;
}

/** Something to know before going on, with an icon and words in its tone. */
export function Notice({ tone = 'blue', icon = icons[tone], title, children, actions, live }: NoticeProps) {
  return (
    <View className={`notice notice-${tone}`} {...a11y(live ? { role: 'status', live: 'polite' } : {})}>
      <Icon name={icon} className="notice-icon" />
      <View className="notice-main">
        {title && <View className="notice-title">{title}</View>}
        {children && <View className="notice-text">{children}</View>}
        {actions && <View className="notice-actions">{actions}</View>}
      </View>
    </View>
  );
}
