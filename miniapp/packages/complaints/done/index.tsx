import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Fact } from '../../../components/facts';
import { Icon } from '../../../components/icon';
import { Page } from '../../../components/page';
import { PhoneRow } from '../../../components/phone-row';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { copy } from '../../../hooks/copy';
import { useMe } from '../../../hooks/use-me';
import { open, replace } from '../../../platform/navigate';
import '../parts/complaints.css';
import type { ComplaintDetail } from '../parts/form';
import { codeWords } from '../parts/known';
import { LateNotice } from '../parts/late-notice';
import { detailUrl, useComplaint } from '../parts/use-complaint';

/** What was filed, its number (and code), what comes next and by when, who has it, whom to ring. */
export default function DonePage() {
  const { id = '', number = '' } = useRouter().params;
  const { resource, code } = useComplaint(id, number);
  return (
    <Page
      title="投诉已提交"
      footer={
        resource.data && (
          <BottomBar>
            <Button onPress={() => void replace(detailUrl({ id, number }))}>看办到哪一步</Button>
            <Button kind="secondary" onPress={() => void open('/pages/home/index')}>
              回到首页
            </Button>
          </BottomBar>
        )
      }
    >
      <ResourceView resource={resource} blocks={2} lines={4}>
        {(shown) => (
          <>
            <Head detail={shown} />
            {code && <Code number={shown.number} code={code} />}
            <LateNotice id={shown.id} />
            {!shown.anonymous && <PhoneWanted />}
            <Card title="接下来">
              <View>{shown.nextStep}</View>
              <View>
                {shown.byWords && <Fact name="什么时候">{shown.byWords}</Fact>}
                <Fact name="谁在办">{shown.holder}</Fact>
                <Fact name="以后">
                  {shown.anonymous
                    ? '进度和答复凭编号和查询码看，不会给您发消息。'
                    : '有进展会发消息给您；答复后会回访，不满意可以换人再核查一次。'}
                </Fact>
              </View>
            </Card>
            <Card flush>
              <PhoneRow who="监督电话" number={shown.supervisionPhone} />
            </Card>
          </>
        )}
      </ResourceView>
    </Page>
  );
}

/** Called back they can only be where there is a number; asked for here, where it stands in nobody's way. */
function PhoneWanted() {
  const { data } = useMe();
  if (!data || data.phone !== null) return null;
  return (
    <Card flush>
      <Row
        icon="phone"
        title="留个手机号，方便回访"
        note="可以不留，答复一样在这里看"
        onPress={() => void open('/packages/account/phone/index')}
      />
    </Card>
  );
}

function Head({ detail: { number, title, categoryWords } }: { detail: ComplaintDetail }) {
  return (
    <Card>
      <View className="filed">
        <Icon name="done" className="filed-icon" />
        <View className="text-title">投诉已提交</View>
        <View>{categoryWords === title ? title : `${categoryWords} · ${title}`}</View>
        <View className="text-second">投诉编号</View>
        <View className="filed-number">{number}</View>
        <Button kind="link" label={`复制投诉编号 ${number}`} onPress={() => void copy(number)}>
          复制
        </Button>
      </View>
    </Card>
  );
}

/** The code of whoever gave no name: it is shown this once, and kept on this phone. */
function Code({ number, code }: { number: string; code: string }) {
  const words = codeWords(code);
  return (
    <Card title="查询码，记下来">
      <View className="filed">
        <View className="filed-code">{words}</View>
        <Button
          kind="secondary"
          label="复制编号和查询码"
          onPress={() => void copy(`投诉编号 ${number}，查询码 ${words}`)}
        >
          复制编号和查询码
        </Button>
      </View>
      <View className="text-second">
        凭编号和查询码看进度、看答复、说满不满意。我们不知道您是谁，丢了补不回来。已存在这台手机上，退出登录时会删掉。
      </View>
    </Card>
  );
}
