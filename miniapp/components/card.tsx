import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y } from '../platform/a11y';
import './card.css';

interface CardProps {
  /** Heading of the card. */
  title?: string;
  /** Stands at the end of the heading's line. */
  aside?: ReactNode;
  /** Rows reach from edge to edge. */
  flush?: boolean;
  children: ReactNode;
}

/** A white sheet that holds what belongs together. */
export function Card({ title, aside, flush = false, children }: CardProps) {
  return (
    <View className={flush ? 'card card-flush' : 'card'}>
      {title && (
        <View className="card-head">
          <View className="card-title" {...a11y({ role: 'heading', level: 2 })}>
            {title}
          </View>
          {aside}
        </View>
      )}
      {children}
    </View>
  );
}
