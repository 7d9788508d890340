import { View } from '@tarojs/components';
import { useState } from 'react';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { CheckRow } from '../../../components/choice';
import { ErrorSummary } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field, focusField } from '../../../components/field';
import { Icon } from '../../../components/icon';
import { LongField } from '../../../components/long-field';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { Pressable } from '../../../components/pressable';
import { SlowNote } from '../../../components/resource-view';
import { Skeleton } from '../../../components/skeleton';
import { canChooseAddress } from '../../../platform/address';
import { goTo } from '../../../platform/go-to';
import { RegionPicker } from '../parts/region-picker';
import './address.css';
import { useAddress } from './use-address';
import { useFill } from './use-fill';

/** Writes a new address or changes one of the book. With `choose=1` the new one is picked for the page before. */
export default function AddressPage() {
  const editor = useAddress();
  const { form, load, save, change, errorAt } = editor;
  return (
    <Page
      title={editor.known ? '修改地址' : '添加地址'}
      footer={
        form && (
          <BottomBar>
            <Button loading={save.busy} onPress={editor.submit}>
              {save.busy ? '正在保存…' : '保存地址'}
            </Button>
          </BottomBar>
        )
      }
    >
      <ErrorSummary
        errors={editor.errors}
        onGo={(field) => (field === 'region' ? goTo('region') : focusField(field))}
      />
      <FailureNotice failure={load.failure} onRetry={() => void load.run()} />
      <FailureNotice
        failure={save.failure}
        onRetry={save.failure?.unknownOutcome ? editor.submit : undefined}
      >
        {save.failure?.code === 'ADDRESS_CHANGED' && (
          <Button
            kind="link"
            icon="refresh"
            onPress={() => {
              save.clear();
              void load.run();
            }}
          >
            看最新的
          </Button>
        )}
      </FailureNotice>
      {(save.slow || load.slow) && <SlowNote>网络有点慢，还在等回音…</SlowNote>}
      {!form && load.busy && <Skeleton blocks={1} lines={5} />}
      {form && (
        <>
          <FillCard onFill={change} />
          <Card>
            <Field
              name="name"
              label="收件人"
              error={errorAt('name')}
              value={form.name}
              onChange={(name) => change({ name })}
              maxlength={30}
              autoComplete="name"
            />
            <Field
              name="phone"
              label="手机号"
              hint="快递员送到前会打这个电话"
              error={errorAt('phone')}
              value={form.phone}
              onChange={(phone) => change({ phone })}
              type="number"
              maxlength={20}
              autoComplete="tel"
            />
            <RegionField
              words={form.regionWords}
              error={errorAt('region')}
              onPick={({ code, words }) => change({ regionCode: code, regionWords: words })}
            />
            <Field
              name="detail"
              label="详细地址"
              hint="路名和门牌，或者村、组；地区不用再写"
              error={errorAt('detail')}
              value={form.detail}
              onChange={(detail) => change({ detail })}
              maxlength={100}
              autoComplete="street-address"
              confirmType="done"
              onConfirm={editor.submit}
            />
            <CheckRow
              checked={form.isDefault}
              onChange={(isDefault) => change({ isDefault })}
              title="设为默认地址"
              note="下次寄件先用它"
            />
          </Card>
          <View className="text-second">地址加密保存，只有您自己能看到全部；同意寄件以后才交给快递。</View>
        </>
      )}
    </Page>
  );
}

function FillCard({ onFill }: { onFill: Parameters<typeof useFill>[0] }) {
  const { pasted, setPasted, take, takeFromWechat, note } = useFill(onFill);
  return (
    <Card>
      <FailureNotice failure={take.failure ?? takeFromWechat.failure} />
      <LongField
        name="pasted"
        label="粘贴整段地址，自动填好"
        hint="姓名、手机号、地址写在一起也可以"
        value={pasted}
        onChange={setPasted}
        maxlength={300}
      />
      <Button kind="secondary" loading={take.busy} onPress={() => void take.run()}>
        {take.busy ? '正在认…' : '自动填好'}
      </Button>
      {canChooseAddress && (
        <Button kind="secondary" loading={takeFromWechat.busy} onPress={() => void takeFromWechat.run()}>
          用微信里的地址
        </Button>
      )}
      {note && <Notice>{note}</Notice>}
    </Card>
  );
}

interface RegionFieldProps {
  words: string;
  error: string | undefined;
  onPick: Parameters<typeof RegionPicker>[0]['onPick'];
}

function RegionField({ words, error, onPick }: RegionFieldProps) {
  const [picking, setPicking] = useState(false);
  const shown = words || '选省、市、县区、乡镇';
  return (
    <View id="region" className={error ? 'field field-wrong' : 'field'}>
      <View className="field-label">所在地区</View>
      {error && (
        <View className="field-error">
          <Icon name="warning" />
          {error}
        </View>
      )}
      <Pressable className="region-choice" label={`所在地区：${shown}`} onPress={() => setPicking(true)}>
        <View className="row-main">{shown}</View>
        <Icon name="next" />
      </Pressable>
      <RegionPicker
        open={picking}
        onPick={(region) => {
          setPicking(false);
          onPick(region);
        }}
        onClose={() => setPicking(false)}
      />
    </View>
  );
}
