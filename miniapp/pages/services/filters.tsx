import { View } from '@tarojs/components';
import { useState } from 'react';
import type { PublicList } from '../../../shared/contract';
import type { Answer } from '../../api';
import { RadioGroup } from '../../components/choice';
import { Icon } from '../../components/icon';
import { Pressable } from '../../components/pressable';
import { Sheet } from '../../components/sheet';
import { a11y } from '../../platform/a11y';
import './services.css';
import type { Wanted } from './use-item-search';

type Facets = Answer<'GET /items'>['facets'];
type Kind = 'list' | 'department' | 'county';

const kinds: { kind: Kind; name: string; facet: keyof Facets }[] = [
  { kind: 'list', name: '清单', facet: 'lists' },
  { kind: 'department', name: '部门', facet: 'departments' },
  { kind: 'county', name: '县区', facet: 'counties' },
];

interface FiltersProps {
  wanted: Wanted;
  facets: Facets;
  onChange: (change: Partial<Wanted>) => void;
}

/** Chips that narrow the list; each choice says how many it leaves. */
export function Filters({ wanted, facets, onChange }: FiltersProps) {
  const [open, setOpen] = useState<Kind | null>(null);
  const opened = kinds.find(({ kind }) => kind === open);
  const options = opened ? facets[opened.facet] : [];
  const choose = (kind: Kind, value: string) => {
    setOpen(null);
    const chosen = value === '' ? undefined : value;
    if (kind === 'list') onChange({ list: chosen as PublicList | undefined });
    else onChange({ [kind]: chosen });
  };
  return (
    <View className="line" {...a11y({ role: 'group', label: '筛选' })}>
      {kinds.map(({ kind, name, facet }) => {
        const value = wanted[kind];
        const shown = value && (facets[facet].find((one) => one.value === value)?.name ?? name);
        return (
          <Pressable
            key={kind}
            className={shown ? 'segment segment-on chip' : 'segment chip'}
            label={shown ? `${name}：${shown}，点按更换` : `按${name}筛选`}
            onPress={() => setOpen(kind)}
          >
            {shown ?? name}
            <Icon name="down" />
          </Pressable>
        );
      })}
      {wanted.venue && (
        <Pressable
          className="segment segment-on chip"
          label={`只看${wanted.venue.name}，点按取消`}
          onPress={() => onChange({ venue: undefined })}
        >
          {wanted.venue.name}
          <Icon name="close" />
        </Pressable>
      )}
      <Sheet open={open !== null} title={`按${opened?.name ?? ''}筛选`} onClose={() => setOpen(null)}>
        {opened && (
          <RadioGroup
            label={`按${opened.name}筛选`}
            options={[
              { value: '', title: '不限' },
              ...options.map(({ value, name, count }) => ({ value, title: `${name}（${count} 项）` })),
            ]}
            value={wanted[opened.kind] ?? ''}
            onChange={(value) => choose(opened.kind, value)}
          />
        )}
      </Sheet>
    </View>
  );
}
