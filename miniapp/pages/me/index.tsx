import { View } from '@tarojs/components';
import { useSignedIn } from '../../api';
import { Card } from '../../components/card';
import { Page } from '../../components/page';
import { PhoneRow } from '../../components/phone-row';
import { ResourceView } from '../../components/resource-view';
import { Row } from '../../components/row';
import { SignInCard } from '../../components/sign-in-card';
import { Tag } from '../../components/tag';
import { type Me, useMe } from '../../hooks/use-me';
import { useResource } from '../../hooks/use-resource';
import { useSizes } from '../../hooks/use-sizes';
import { open } from '../../platform/navigate';
import { BecomeCitizen } from './become-citizen';
import { Said } from './said';
import { SignOut } from './sign-out';

/** Who I am here, and everything that can be set. */
export default function MePage() {
  const signedIn = useSignedIn();
  const me = useMe();
  const { elderMode } = useSizes();
  return (
    <Page title="我的" tab>
      {signedIn ? (
        <ResourceView resource={me} blocks={1} lines={3}>
          {(shown) => <Person me={shown} />}
        </ResourceView>
      ) : (
        <SignInCard title="还没有登录">看指南、查大厅不用登录；预约和看自己的事要登录。</SignInCard>
      )}
      {signedIn && (
        <Card flush>
          <MessagesRow />
          <Row
            icon="money"
            title="我的缴费"
            note="要付的、付过的、退回的"
            onPress={() => void open('/packages/payment/orders/index')}
          />
          <Row
            icon="people"
            title="代办与家人"
            note="替父母、孩子办，或让别人替您办"
            onPress={() => void open('/packages/account/family/index')}
          />
          <Row
            icon="place"
            title="收件地址"
            note="办好的证件寄到哪里"
            onPress={() => void open('/packages/delivery/addresses/index')}
          />
        </Card>
      )}
      <Said signedIn={signedIn} />
      <Card flush>
        <Row
          icon="text"
          title="长辈版和字号"
          value={elderMode ? '长辈版' : '标准版'}
          onPress={() => void open('/packages/account/settings/index')}
        />
        <Row
          icon="shield"
          title="隐私"
          note="存了什么、导出、删除、同意书"
          onPress={() => void open('/packages/account/privacy/index')}
        />
        {signedIn && (
          <Row
            icon="devices"
            title="登录的设备"
            onPress={() => void open('/packages/account/sessions/index')}
          />
        )}
        <Row
          icon="search"
          title="查办件"
          note="凭办件编号查，不用登录"
          onPress={() => void open('/packages/cases/lookup/index')}
        />
        <Row
          icon="shield"
          title="核验电子结果"
          note="凭核验码查真伪，不用登录"
          onPress={() => void open('/packages/check/result/index')}
        />
        <Row icon="info" title="帮助和关于" onPress={() => void open('/packages/account/help/index')} />
      </Card>
      <Card flush>
        <PhoneRow who="便民热线" number="12345" />
      </Card>
      {signedIn && <SignOut />}
      <BecomeCitizen />
    </Page>
  );
}

function MessagesRow() {
  const { data } = useResource('GET /messages', {});
  return (
    <Row
      icon="message"
      title="消息"
      note="预约提醒、办件进度"
      value={data && data.unread > 0 ? <Tag tone="blue">{`${data.unread} 条未读`}</Tag> : undefined}
      onPress={() => void open('/packages/account/messages/index')}
    />
  );
}

function Person({ me }: { me: Me }) {
  const { verified, idNumber } = me.identity;
  return (
    <Card flush>
      <Row
        icon="me"
        title={<View className="text-lead">{me.name ?? '还没有实名'}</View>}
        note={verified ? idNumber : '预约、办事要先实名'}
        value={verified ? <Tag tone="green">已实名</Tag> : <Tag tone="amber">未实名</Tag>}
        onPress={verified ? undefined : () => void open('/packages/account/identity/index')}
      />
      <Row
        icon="phone"
        title="手机号"
        value={me.phone ?? '没有填'}
        onPress={() => void open('/packages/account/phone/index')}
      />
    </Card>
  );
}
