import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffComplaint } from '../../../../shared/contract/staff-complaints';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { Tag } from '../../../components/tag';
import { useAction } from '../../../hooks/use-action';
import { open, pageUrl } from '../../../platform/navigate';
import { ask } from '../api/client';
import type { ComplaintWork } from './use-complaint';

/** Others that may be about the same thing: one press joins this one to them, and each is still answered. */
export function Similar({ of, work }: { of: StaffComplaint; work: ComplaintWork }) {
  if (!of.actions.includes('join')) return null;
  const others = of.similar.filter(({ id }) => of.members.every((member) => member.id !== id));
  const join = (leadId: string) => void work.run.run(['join', { leadId }]);
  return (
    <Card title="是不是同一件事？">
      {others.length === 0 && <View className="text-second">没有找到相似的投诉。</View>}
      <View>
        {others.map(({ id, number, gist, stateWords, sure }) => (
          <View key={id} className="complaint-similar">
            <View className="row-main">
              <View>{gist}</View>
              <View className="text-second">
                {number} · {stateWords}
              </View>
              {sure && <Tag tone="amber">同一个人，没有新情况</Tag>}
            </View>
            <View className="desk-buttons">
              <Button
                kind="link"
                label={`看 ${number}`}
                onPress={() => void open(pageUrl('/packages/desk/complaint/index', { id }))}
              >
                看
              </Button>
              <Button
                kind="secondary"
                block={false}
                disabled={work.run.busy}
                label={`并到这件：${number}`}
                onPress={() => join(id)}
              >
                并到这件
              </Button>
            </View>
          </View>
        ))}
      </View>
      <ByNumber of={of} busy={work.run.busy} onJoin={join} />
    </Card>
  );
}

interface ByNumberProps {
  of: StaffComplaint;
  busy: boolean;
  onJoin: (leadId: string) => void;
}

/** One that was not found by itself. */
function ByNumber({ of, busy, onJoin }: ByNumberProps) {
  const [number, setNumber] = useState('');
  const [none, setNone] = useState<string | null>(null);
  const [opened, setOpened] = useState(false);
  const find = useAction(async () => {
    const q = number.normalize('NFKC').trim().toUpperCase();
    if (q === '') return;
    const { items } = await ask('GET /staff/complaints', { query: { scope: 'all', q } });
    const found = items.find((row) => row.number === q && row.id !== of.id);
    setNone(found ? null : q);
    if (found) onJoin(found.id);
  });
  if (!opened) {
    return (
      <View className="desk-buttons">
        <Button kind="link" icon="search" onPress={() => setOpened(true)}>
          按编号并到另一件
        </Button>
      </View>
    );
  }
  return (
    <View>
      <FailureNotice failure={find.failure} />
      <View className="desk-fields">
        <Field
          name="lead"
          label="另一件的编号"
          value={number}
          onChange={setNumber}
          maxlength={40}
          {...(none && { error: `没有找到 ${none}，对照编号再填一次。` })}
          onConfirm={() => void find.run()}
        />
        <Button
          kind="secondary"
          block={false}
          loading={find.busy}
          disabled={busy}
          onPress={() => void find.run()}
        >
          找到就并
        </Button>
      </View>
    </View>
  );
}
