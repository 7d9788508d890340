import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { Notice } from '../../../components/notice';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { copy } from '../../../hooks/copy';
import { useAction } from '../../../hooks/use-action';
import { momentOf } from '../../../hooks/words';
import { isWeapp } from '../../../platform/env';
import { pageUrl } from '../../../platform/navigate';
import { act } from '../api/client';
import { useRead } from '../api/use-read';

/** Where the display of a hall is opened; the key lets it show the rotating check-in code. */
function displayAddress(venueId: string, key: string): string {
  const page = pageUrl('/packages/display/hall/index', { venue: venueId, key });
  return isWeapp ? page : `${window.location.origin}/#${page}`;
}

/** The screens of a hall that show the check-in code. */
export function Displays({ venueId }: { venueId: string }) {
  const list = useRead('GET /staff/venues/{id}/displays', { params: { id: venueId } });
  const [name, setName] = useState('');
  const [made, setMade] = useState<{ name: string; address: string } | null>(null);
  const make = useAction(async (options) => {
    const body = { name: name.trim() || '大厅屏幕' };
    const display = await act('POST /staff/venues/{id}/displays', { params: { id: venueId }, body }, options);
    setMade({ name: display.name, address: displayAddress(venueId, display.key) });
    setName('');
    list.reload();
  });
  const end = useAction(async (options, displayId: string) => {
    await act(
      'DELETE /staff/venues/{id}/displays/{displayId}',
      { params: { id: venueId, displayId } },
      options,
    );
    list.reload();
  });
  return (
    <>
      <FailureNotice failure={make.failure ?? end.failure} />
      {made && (
        <Notice
          tone="green"
          live
          title={`${made.name} 的地址，只显示这一次`}
          actions={
            <Button kind="link" onPress={() => void copy(made.address)}>
              复制地址
            </Button>
          }
        >
          <View className="display-address">{made.address}</View>
          在大厅的屏幕上打开。有这个地址就能看到签到码，不要外传。
        </Notice>
      )}
      <Card title="加一块屏幕">
        <View className="desk-fields">
          <Field
            name="display"
            label="名称"
            hint="如 一楼大屏"
            value={name}
            onChange={setName}
            maxlength={40}
          />
          <Button block={false} loading={make.busy} onPress={() => void make.run()}>
            生成屏幕地址
          </Button>
        </View>
      </Card>
      <ResourceView resource={list} blocks={1}>
        {({ items }) => (
          <Card title="已有的屏幕" flush={items.length > 0}>
            {items.length === 0 && (
              <View className="text-second">没有。不带地址里的钥匙也能显示叫号，只是没有签到码。</View>
            )}
            <View>
              {items.map((display) => (
                <Row
                  key={display.id}
                  icon="devices"
                  title={display.name}
                  note={`${momentOf(display.createdAt)} · ${display.by}`}
                  value={
                    <Button
                      kind="secondary"
                      block={false}
                      label={`停用 ${display.name}`}
                      loading={end.busy}
                      onPress={() => void end.run(display.id)}
                    >
                      停用
                    </Button>
                  }
                />
              ))}
            </View>
          </Card>
        )}
      </ResourceView>
    </>
  );
}
