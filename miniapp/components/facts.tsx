import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Button } from './button';
import './facts.css';

interface FactProps {
  name: string;
  children: ReactNode;
  /** Leads to where it is changed, and back here. */
  onChange?: () => void;
  /** 修改 by default; 填写 where nothing stands yet. */
  change?: string;
  /** Many words: they stand below the name, as wide as the card. */
  long?: boolean;
}

/** One answer of a check-your-answers page, with the way to change it. */
export function Fact({ name, children, onChange, change = '修改', long = false }: FactProps) {
  return (
    <View className={long ? 'fact-line fact-long' : 'fact-line'}>
      <View className="fact-name">{name}</View>
      <View className="fact-value">{children}</View>
      {onChange && (
        <View className="fact-change">
          <Button kind="link" label={`${change}${name}`} onPress={onChange}>
            {change}
          </Button>
        </View>
      )}
    </View>
  );
}
