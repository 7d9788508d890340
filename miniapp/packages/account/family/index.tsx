import { View } from '@tarojs/components';
import { useState } from 'react';
import { useSignedIn } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { ConfirmSheet } from '../../../components/sheet';
import { SignInCard } from '../../../components/sign-in-card';
import { Tag } from '../../../components/tag';
import { momentOf } from '../../../hooks/words';
import { open } from '../../../platform/navigate';
import './family.css';
import { type Mandate, useFamily } from './use-family';

/** Acting for each other: who may act for me, for whom I may act, and ending it at any time. */
export default function FamilyPage() {
  const signedIn = useSignedIn();
  return (
    <Page title="代办与家人">
      {signedIn ? (
        <Lists />
      ) : (
        <SignInCard title="登录后看代办与家人">替父母、孩子办事，或让别人替您办，都从这里开始。</SignInCard>
      )}
    </Page>
  );
}

function Lists() {
  const { mandates, withdraw } = useFamily();
  const [ending, setEnding] = useState<Mandate | null>(null);
  const list = (items: readonly Mandate[]) =>
    items.map((mandate) => (
      <MandateRow key={mandate.id} mandate={mandate} onEnd={() => setEnding(mandate)} />
    ));
  return (
    <>
      <FailureNotice failure={withdraw.failure} />
      <ResourceView resource={mandates} blocks={2} lines={3}>
        {({ items, childUnder }) => {
          const now = items.filter(({ state }) => state !== 'ended');
          const agent = now.filter(({ side }) => side === 'agent');
          const principal = now.filter(({ side }) => side === 'principal');
          const ended = items.filter(({ state }) => state === 'ended');
          return (
            <>
              <Card title="我替谁办">
                {agent.length === 0 && (
                  <View className="text-second">
                    还没有。替父母或别人办，要对方同意；{childUnder} 岁以下的孩子可以直接添加。
                  </View>
                )}
                {list(agent)}
                <Button kind="secondary" onPress={() => void open('/packages/account/family-accept/index')}>
                  填对方给的代办码
                </Button>
                <Button kind="secondary" onPress={() => void open('/packages/account/family-child/index')}>
                  添加孩子
                </Button>
              </Card>
              <Card title="谁替我办">
                {principal.length === 0 && (
                  <View className="text-second">
                    还没有。可以让家人或代办员替您预约、交材料，随时能结束。
                  </View>
                )}
                {list(principal)}
                <Button kind="secondary" onPress={() => void open('/packages/account/family-give/index')}>
                  让别人替我办
                </Button>
              </Card>
              {ended.length > 0 && <Card title="已经结束的">{list(ended)}</Card>}
            </>
          );
        }}
      </ResourceView>
      {ending && (
        <ConfirmSheet
          open
          title={endTitle(ending)}
          action="结束代办"
          kind="danger"
          keep="先不结束"
          onConfirm={() => {
            setEnding(null);
            void withdraw.run(ending);
          }}
          onClose={() => setEnding(null)}
        >
          马上生效。已经约好的、交上去的照常有效，由本人接着办。
        </ConfirmSheet>
      )}
    </>
  );
}

function endTitle({ side, name, state }: Mandate): string {
  if (state === 'offered') return '作废这个代办码？';
  return side === 'agent' ? `不再替 ${name} 办？` : `不再让 ${name} 替您办？`;
}

function MandateRow({ mandate, onEnd }: { mandate: Mandate; onEnd: () => void }) {
  const { side, name, relationWords, state, stateWords, acceptedAt, codeUntil, endsOn, endedAt } = mandate;
  const tone = state === 'active' ? 'green' : state === 'offered' ? 'amber' : 'grey';
  const who = name ?? '等对方填代办码';
  return (
    <View className="mandate">
      <View className="line">
        <View className="row-main">
          <View className="text-lead">{who}</View>
          <View className="text-second">
            {side === 'agent' ? `您是${relationWords}` : `对方是${relationWords}`}
          </View>
        </View>
        <Tag tone={tone}>{stateWords}</Tag>
      </View>
      <View className="text-second">
        {state === 'offered' && codeUntil && `代办码 ${momentOf(codeUntil)} 前有效`}
        {state === 'active' && acceptedAt && `${momentOf(acceptedAt)} 起`}
        {state === 'active' && endsOn && `，孩子满 16 岁那天（${endsOn}）自动结束`}
        {state === 'ended' && endedAt && `${momentOf(endedAt)} 结束`}
      </View>
      {mandate.canWithdraw && (
        <View className="line">
          <Button kind="link" label={`结束代办：${who}`} onPress={onEnd}>
            {state === 'offered' ? '作废' : '结束代办'}
          </Button>
        </View>
      )}
    </View>
  );
}
