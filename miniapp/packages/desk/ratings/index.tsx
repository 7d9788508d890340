import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { StaffMe } from '../../../../shared/contract/staff';
import { Segmented } from '../../../components/choice';
import { Frame } from '../frame';
import { Rates } from './rates';
import { RatingList } from './rating-list';
import './ratings.css';
import { seesOthers } from './reach';
import { Rectifications } from './rectifications';

type Part = 'list' | 'rates' | 'rectifications';

/** What was rated, how the rates stand, and what bad grades opened. Who rated is never shown. */
export default function RatingsPage() {
  return <Frame title="评价">{(me) => <Ratings me={me} />}</Frame>;
}

function Ratings({ me }: { me: StaffMe }) {
  const { view } = useRouter().params;
  const handles = seesOthers(me.roles);
  const [part, setPart] = useState<Part>(handles && view === 'rectifications' ? view : 'list');
  return (
    <>
      <Segmented
        label="看什么"
        segments={[
          { value: 'list', title: '评价' },
          { value: 'rates', title: '满意率' },
          ...(handles ? [{ value: 'rectifications' as const, title: '整改' }] : []),
        ]}
        value={part}
        onChange={setPart}
      />
      {part === 'list' && <RatingList me={me} />}
      {part === 'rates' && <Rates me={me} />}
      {part === 'rectifications' && <Rectifications />}
    </>
  );
}
