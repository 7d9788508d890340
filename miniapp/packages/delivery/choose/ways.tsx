import { View } from '@tarojs/components';
import type { DeliveryHow } from '../../../../shared/contract/delivery';
import { Icon } from '../../../components/icon';
import type { IconName } from '../../../components/icon/names';
import { Pressable } from '../../../components/pressable';
import type { DeliveryChoice } from '../../../hooks/delivery';
import { a11y } from '../../../platform/a11y';
import './choose.css';

const looks: Record<DeliveryHow, { title: string; icon: IconName }> = {
  window: { title: '到窗口领取', icon: 'hall' },
  courier: { title: '快递寄给我', icon: 'parcel' },
  electronic: { title: '电子结果', icon: 'document' },
};

interface WaysProps {
  options: DeliveryChoice['options'];
  value: DeliveryHow;
  onChange: (how: DeliveryHow) => void;
}

/** The ways a result can take, each with one line; those that are not offered say why. */
export function Ways({ options, value, onChange }: WaysProps) {
  return (
    <View className="stack" {...a11y({ role: 'radiogroup', label: '结果怎么给我' })}>
      {options.map(({ how, unavailable, words }) => {
        const on = how === value;
        const { title, icon } = looks[how];
        const state = unavailable !== null ? 'way-none' : on ? 'way-on' : '';
        return (
          <Pressable
            key={how}
            className={`way ${state}`}
            role="radio"
            checked={on}
            disabled={unavailable !== null}
            onPress={() => onChange(how)}
          >
            <View className="way-head">
              <Icon name={icon} className="way-icon" />
              <View className="way-title row-main">{title}</View>
              {on && <Icon name="check" className="way-icon" />}
            </View>
            <View className="text-second">{unavailable ?? words}</View>
          </Pressable>
        );
      })}
    </View>
  );
}
