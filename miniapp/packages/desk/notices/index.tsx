import { View } from '@tarojs/components';
import type { StaffNotice } from '../../../../shared/contract/notifications';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import { useAction } from '../../../hooks/use-action';
import { useMore } from '../../../hooks/use-more';
import { open, pageUrl } from '../../../platform/navigate';
import { act, ask } from '../api/client';
import { useRead } from '../api/use-read';
import { Frame } from '../frame';

/** Where each of what staff is told about is worked on. */
const pages: Partial<Record<StaffNotice['subject']['kind'], string>> = {
  case: '/packages/desk/case/index',
  delivery: '/packages/desk/parcel/index',
  complaint: '/packages/desk/complaint/index',
  question: '/packages/desk/questions/index',
  rectification: '/packages/desk/rectification/index',
};

/** Deadlines that come near, parcels that went astray, and who waits for an answer, told to who is responsible. */
export default function NoticesPage() {
  return <Frame title="提醒">{() => <Notices />}</Frame>;
}

function Notices() {
  const first = useRead('GET /staff/notices', {});
  const list = useMore(first.data, (page) => ask('GET /staff/notices', { query: { page } }));
  const readAll = useAction(async () => {
    await act('POST /staff/notices/read', { body: { all: true } });
    first.reload();
  });
  const follow = (notice: (typeof list.rows)[number]) => {
    if (!notice.read) act('POST /staff/notices/read', { body: { ids: [notice.id] } }).catch(() => undefined);
    const { kind, id } = notice.subject;
    const page = pages[kind];
    if (page) void open(pageUrl(page, { id }));
  };
  return (
    <ResourceView resource={first}>
      {({ total, unread }) =>
        total === 0 ? (
          <Empty title="没有提醒" icon="done">
            办件快到期、寄件出问题、有投诉和提问要答复时会在这里提醒。
          </Empty>
        ) : (
          <>
            <FailureNotice failure={readAll.failure ?? list.moreFailure} />
            {unread > 0 && (
              <View className="desk-buttons">
                <Button kind="secondary" block={false} onPress={() => void readAll.run()}>
                  {`全部标为已读（${unread} 条）`}
                </Button>
              </View>
            )}
            <Card flush>
              {list.rows.map((notice) => (
                <Row
                  key={notice.id}
                  title={notice.title}
                  note={
                    <>
                      <View>{notice.body}</View>
                      <View>{notice.whenWords}</View>
                    </>
                  }
                  value={notice.read ? undefined : <Tag tone="blue">未读</Tag>}
                  onPress={() => follow(notice)}
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
