import { View } from '@tarojs/components';
import type { Answer } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Notice } from '../../../components/notice';
import { Row } from '../../../components/row';
import { open } from '../../../platform/navigate';

/** What was erased, and what the law keeps, why and until when. */
export function Erased({ result: { erased, kept } }: { result: Answer<'DELETE /me'> }) {
  return (
    <>
      <Notice tone="green" live title="您的资料已经删除">
        这台设备也已退出登录。以后要办事，重新登录就行。
      </Notice>
      <Card title="删除了" flush>
        {erased.map((what) => (
          <Row key={what} icon="done" title={what} />
        ))}
      </Card>
      {kept.length > 0 && (
        <Card title="依法留存，已经看不出是谁" flush>
          {kept.map(({ what, why, until }) => (
            <Row
              key={what}
              icon="document"
              title={what}
              note={
                <>
                  <View>{why}</View>
                  <View>留到 {until}</View>
                </>
              }
            />
          ))}
        </Card>
      )}
      <Button onPress={() => void open('/pages/home/index')}>回到首页</Button>
    </>
  );
}
