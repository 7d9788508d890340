import { View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../components/button';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { Sheet } from '../../../components/sheet';
import { useResource } from '../../../hooks/use-resource';
import { a11y } from '../../../platform/a11y';
import { isWeapp } from '../../../platform/env';
import { focusSoon } from '../../../platform/focus';
import './region-picker.css';

/** A county or township, as it was picked. */
export interface PickedRegion {
  /** 6 digits of a county, 9 of a township. */
  code: string;
  /** `云南省昭通市昭阳区太平街道` */
  words: string;
}

interface Step {
  code: string;
  name: string;
}

/** Most who live elsewhere still begin here; one tap leads to the other provinces. */
const home: readonly Step[] = [
  { code: '53', name: '云南省' },
  { code: '5306', name: '昭通市' },
];
/** Divisions change once a year at most. */
const freshFor = 24 * 3_600_000;
/** Digits of a county's code: from here on a courier finds it. */
const COUNTY = 6;

interface RegionPickerProps {
  open: boolean;
  onPick: (region: PickedRegion) => void;
  onClose: () => void;
}

/**
 * Province, city, county, township, one list after the other: each a tap, reachable by the keyboard. The steps taken stand
 * on top and lead back.
 */
export function RegionPicker({ open, onPick, onClose }: RegionPickerProps) {
  return (
    <Sheet open={open} title="所在地区" onClose={onClose}>
      {open && <Steps onPick={onPick} />}
    </Sheet>
  );
}

function Steps({ onPick }: Pick<RegionPickerProps, 'onPick'>) {
  const [path, setPath] = useState<readonly Step[]>(home);
  const last = path[path.length - 1];
  const regions = useResource('GET /regions', { query: { parent: last?.code } }, { freshFor });
  const heading = useRef<HTMLElement>(null);
  const moved = useRef(false);

  const go = (next: readonly Step[]) => {
    moved.current = true;
    setPath(next);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was pressed is gone with the list it stood in
  useEffect(() => {
    if (!isWeapp && moved.current) return focusSoon(heading.current);
  }, [last?.code]);

  const done = (steps: readonly Step[]) => {
    const words = steps.map(({ name }) => name).join('');
    onPick({ code: steps[steps.length - 1]?.code ?? '', words });
  };
  const county = last && last.code.length === COUNTY;
  const title = last ? `选${last.name}下面的${county ? '乡镇、街道' : '地方'}` : '选省份';
  return (
    <>
      <View className="region-path" {...a11y({ role: 'navigation', label: '已经选的' })}>
        <Button kind="link" onPress={() => go([])}>
          全国
        </Button>
        {path.map(({ code, name }, at) => (
          <Button key={code} kind="link" onPress={() => go(path.slice(0, at + 1))}>
            {name}
          </Button>
        ))}
      </View>
      <View
        ref={heading}
        className="text-second region-step"
        {...a11y({ role: 'heading', level: 3 })}
        {...(isWeapp ? {} : { tabIndex: -1 })}
      >
        {title}
      </View>
      {county && (
        <Button kind="secondary" onPress={() => done(path)}>
          不选乡镇，就用{last.name}
        </Button>
      )}
      <ResourceView resource={regions} blocks={1} lines={6}>
        {({ items }) => (
          <View>
            {items.map(({ code, name, hasMore }) => {
              const next = [...path, { code, name }];
              return <Row key={code} title={name} onPress={() => (hasMore ? go(next) : done(next))} />;
            })}
          </View>
        )}
      </ResourceView>
    </>
  );
}
