import { View } from '@tarojs/components';
import { useState } from 'react';
import type { AddressRow } from '../../../../shared/contract/addresses';
import { useSignedIn } from '../../../api';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { ConfirmSheet } from '../../../components/sheet';
import { SignInCard } from '../../../components/sign-in-card';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import './addresses.css';
import { useAddresses } from './use-addresses';

/** Where results can be sent: my addresses, the default first. With `choose=1` one is picked for the page before. */
export default function AddressesPage() {
  const signedIn = useSignedIn();
  const addresses = useAddresses();
  const { book, choosing, closed } = addresses;
  const full = book.data !== null && book.data.items.length >= book.data.most;
  return (
    <Page
      title={choosing ? '选收件地址' : '收件地址'}
      footer={
        signedIn &&
        book.data &&
        !full && (
          <BottomBar>
            <Button onPress={addresses.add}>添加收件地址</Button>
          </BottomBar>
        )
      }
    >
      {!signedIn && (
        <SignInCard title="登录后看收件地址">办好的证件可以免费寄到家。地址加密保存，寄件时才用。</SignInCard>
      )}
      {signedIn && closed && (
        <Empty title="存地址要先实名" icon="shield">
          <View className="text-second">地址跟着本人走，换了手机也在。</View>
          <FailureNotice failure={addresses.enter.failure} />
          <Button loading={addresses.enter.busy} onPress={() => void addresses.enter.run()}>
            去实名
          </Button>
        </Empty>
      )}
      {signedIn && !closed && (
        <>
          <FailureNotice failure={addresses.remove.failure} />
          <ResourceView resource={book} blocks={2} lines={3}>
            {({ items, most }) => (
              <>
                {items.length === 0 && (
                  <Empty title="还没有收件地址" icon="place">
                    <View className="text-second">
                      存一个，以后办好的证件就能寄到家。可以粘贴整段地址，自动填好。
                    </View>
                  </Empty>
                )}
                {full && <Notice>已经存满 {most} 个。删掉不用的，再添加新的。</Notice>}
                <List items={items} addresses={addresses} />
              </>
            )}
          </ResourceView>
        </>
      )}
    </Page>
  );
}

interface ListProps {
  items: readonly AddressRow[];
  addresses: ReturnType<typeof useAddresses>;
}

function List({ items, addresses }: ListProps) {
  const { choosing, current, pick, edit, remove } = addresses;
  const [leaving, setLeaving] = useState<AddressRow | null>(null);
  return (
    <>
      {items.map((address) => {
        const { id, name, phone, regionWords, detail, isDefault } = address;
        const spoken = `${name}，${regionWords}${detail}`;
        return (
          <Card key={id}>
            <View>
              <View className="address-head">
                <View className="text-lead">{name}</View>
                <View>{phone}</View>
                {isDefault && (
                  <Tag tone="blue" icon="check">
                    默认
                  </Tag>
                )}
                {id === current && (
                  <Tag tone="green" icon="check">
                    现在选的
                  </Tag>
                )}
              </View>
              <View className="text-second">
                {regionWords}
                {detail}
              </View>
            </View>
            {choosing && (
              <Button kind="secondary" label={`寄到这里：${spoken}`} onPress={() => pick(address)}>
                寄到这里
              </Button>
            )}
            <View className="line">
              <Button kind="link" label={`修改：${spoken}`} onPress={() => edit(address)}>
                修改
              </Button>
              <Button kind="link" label={`删除：${spoken}`} onPress={() => setLeaving(address)}>
                删除
              </Button>
            </View>
          </Card>
        );
      })}
      {leaving && (
        <ConfirmSheet
          open
          title="删除这个地址？"
          action="删除地址"
          kind="danger"
          keep="先留着"
          onConfirm={() => {
            setLeaving(null);
            void remove.run(leaving);
          }}
          onClose={() => setLeaving(null)}
        >
          {leaving.regionWords}
          {leaving.detail}，{leaving.name}收。已经在路上的快递照常寄到原来的地址。
        </ConfirmSheet>
      )}
    </>
  );
}
