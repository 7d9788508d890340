import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import './bottom-bar.css';

/** Holds the one primary button of a page within the thumb's reach, above the phone's own bar. */
export function BottomBar({ children }: { children: ReactNode }) {
  return <View className="bottom-bar">{children}</View>;
}
