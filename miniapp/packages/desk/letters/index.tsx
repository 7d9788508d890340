import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { Empty } from '../../../components/states';
import { toast } from '../../../components/toast';
import { useAction } from '../../../hooks/use-action';
import { useMore } from '../../../hooks/use-more';
import { momentOf } from '../../../hooks/words';
import { act, ask } from '../api/client';
import { useRead } from '../api/use-read';
import { Frame } from '../frame';

const channels = { inbox: '站内', wechat: '微信', sms: '短信' } as const;

/** Messages that could not be brought to their receivers: why, what to do, and sending them again. */
export default function LettersPage() {
  return <Frame title="没送到的消息">{() => <Letters />}</Frame>;
}

function Letters() {
  const first = useRead('GET /staff/dead-letters', {});
  const list = useMore(first.data, (page) => ask('GET /staff/dead-letters', { query: { page } }));
  const [current, setCurrent] = useState<string | null>(null);
  const replay = useAction(async (options, id: string) => {
    setCurrent(id);
    const { words } = await act('POST /staff/dead-letters/{id}/replay', { params: { id } }, options);
    toast(words);
    first.reload();
  });
  return (
    <ResourceView resource={first}>
      {({ total }) =>
        total === 0 ? (
          <Empty title="消息都送到了" icon="done">
            送不到的会留在这里，写明原因，可以重发。
          </Empty>
        ) : (
          <>
            <FailureNotice failure={replay.failure ?? list.moreFailure} />
            <Card flush>
              {list.rows.map((letter) => (
                <Row
                  key={letter.id}
                  title={`${channels[letter.channel]}：${letter.title}`}
                  note={
                    <>
                      <View>{letter.reason}</View>
                      <View>{letter.advice}</View>
                      <View>
                        试了 {letter.attempts} 次，{momentOf(letter.failedAt)} 放弃
                      </View>
                    </>
                  }
                  value={
                    <Button
                      kind="secondary"
                      block={false}
                      loading={replay.busy && current === letter.id}
                      label={`重发：${letter.title}`}
                      onPress={() => void replay.run(letter.id)}
                    >
                      重发
                    </Button>
                  }
                />
              ))}
            </Card>
            {list.more && (
              <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
                再看一些
              </Button>
            )}
          </>
        )
      }
    </ResourceView>
  );
}
