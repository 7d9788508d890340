import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { DeliveryRow } from '../../../components/delivery-row';
import { Fact } from '../../../components/facts';
import { Icon } from '../../../components/icon';
import { Page } from '../../../components/page';
import { PhoneRow } from '../../../components/phone-row';
import { ResourceView } from '../../../components/resource-view';
import { SubscribeCard } from '../../../components/subscribe-card';
import { copy } from '../../../hooks/copy';
import { useResource } from '../../../hooks/use-resource';
import { open, pageUrl, replace } from '../../../platform/navigate';
import type { CaseDetail } from '../draft/paper';
import './done.css';

const titles = { submitted: '已提交', supplemented: '已补交', withdrawn: '已撤回' } as const;
type Did = keyof typeof titles;

function didOf(param: string | undefined): Did {
  return param === 'supplemented' || param === 'withdrawn' ? param : 'submitted';
}

/** What was done, its number, what comes next and by when, who has it, whom to ring, what I can do. */
export default function DonePage() {
  const { id = '', did: param } = useRouter().params;
  const did = didOf(param);
  const detail = useResource('GET /cases/{id}', id ? { params: { id } } : null);
  return (
    <Page
      title={titles[did]}
      footer={
        detail.data && (
          <BottomBar>
            <Button onPress={() => void replace(pageUrl('/packages/cases/detail/index', { id }))}>
              看办到哪一步
            </Button>
            <Button kind="secondary" onPress={() => void open('/pages/home/index')}>
              回到首页
            </Button>
          </BottomBar>
        )
      }
    >
      <ResourceView resource={detail} blocks={2} lines={4}>
        {(shown) => (
          <>
            <Head detail={shown} did={did} />
            <Card title="接下来">
              <View>{shown.nextStep}</View>
              {did !== 'withdrawn' && (
                <View>
                  {shown.acceptance && <Fact name="多久答复">{shown.acceptance.words}</Fact>}
                  {shown.promised && <Fact name="多久办好">{shown.promised.words}</Fact>}
                  <Fact name="谁在办">{shown.waitingOn}</Fact>
                </View>
              )}
            </Card>
            {did !== 'withdrawn' && <DeliveryRow of={{ kind: 'case', id }} />}
            {did !== 'withdrawn' && <SubscribeCard moment="submitted" />}
            <Card flush>
              {shown.phones.map(({ label, phone }) => (
                <PhoneRow key={`${label} ${phone}`} who={label} number={phone} />
              ))}
            </Card>
          </>
        )}
      </ResourceView>
    </Page>
  );
}

function Head({ detail: { itemName, number, forWhom }, did }: { detail: CaseDetail; did: Did }) {
  return (
    <Card>
      <View className="handed-in">
        <Icon name="done" className="handed-in-icon" />
        <View className="text-title">{titles[did]}</View>
        <View>{itemName}</View>
        {forWhom && (
          <View className="text-second">
            为 {forWhom.name} 办，您是{forWhom.relation}
          </View>
        )}
        {number && (
          <>
            <View className="text-second">办件编号</View>
            <View className="handed-in-number">{number}</View>
            <Button kind="link" label={`复制办件编号 ${number}`} onPress={() => void copy(number)}>
              复制
            </Button>
            <View className="text-second">用它和手机号后四位，不登录也能查。</View>
          </>
        )}
      </View>
    </Card>
  );
}
