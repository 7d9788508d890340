import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '../../../components/button';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { useAction } from '../../../hooks/use-action';
import { open, pageUrl } from '../../../platform/navigate';
import { canScan, scan } from '../../../platform/scan';
import { ask } from '../api/client';
import { useKeys } from '../queue/use-keys';
import './parcels.css';

interface FinderProps {
  /** What was typed is no number of one parcel: show what there is for it. */
  onList: (q: string) => void;
}

const shortest = 2;

/** Finds the parcel whose paper or label is in the hand: a scanner's code opens it at once, wherever the focus is. */
export function Finder({ onList }: FinderProps) {
  const [text, setText] = useState('');
  const find = useAction(async (_, given: string) => {
    const q = given.normalize('NFKC').trim();
    if (q.length < shortest) return;
    const { items } = await ask('GET /staff/deliveries', { query: { scope: 'all', q } });
    const code = q.toUpperCase();
    // The open one stands before those that are over.
    const exact = items.find(({ caseNumber, waybill }) => caseNumber === code || waybill === code);
    setText('');
    if (exact) await open(pageUrl('/packages/desk/parcel/index', { id: exact.id }));
    else onList(q);
  });
  useKeys({}, (code) => void find.run(code));
  const scanCode = async () => {
    const code = await scan(['barCode', 'qrCode']);
    if (code) await find.run(code);
  };
  const camera = canScan && text === '';
  return (
    <>
      <View className="parcel-find">
        <Field
          name="parcel"
          label="扫码或输入：办件编号、运单号、事项"
          value={text}
          onChange={setText}
          maxlength={60}
          confirmType="search"
          onConfirm={() => void find.run(text)}
        />
        <Button
          kind="secondary"
          block={false}
          icon={camera ? 'scan' : 'search'}
          loading={find.busy}
          onPress={() => void (camera ? scanCode() : find.run(text))}
        >
          {camera ? '扫码找件' : '找件'}
        </Button>
      </View>
      <FailureNotice failure={find.failure} />
    </>
  );
}
