import { View } from '@tarojs/components';
import { useState } from 'react';
import { type Answer, forgetSession, perform, useSignedIn } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { ConfirmSheet } from '../../../components/sheet';
import { SignInCard } from '../../../components/sign-in-card';
import { Tag } from '../../../components/tag';
import { toast } from '../../../components/toast';
import { useAction } from '../../../hooks/use-action';
import { useResource } from '../../../hooks/use-resource';
import { momentOf } from '../../../hooks/words';

type Session = Answer<'GET /me/sessions'>['items'][number];

/** The devices on which this account is signed in; each can be signed out from here. */
export default function SessionsPage() {
  const signedIn = useSignedIn();
  return (
    <Page title="登录的设备">
      {signedIn ? (
        <SessionList />
      ) : (
        <SignInCard title="登录后看登录过的设备">哪台设备登录过、什么时候用过，在这里看。</SignInCard>
      )}
    </Page>
  );
}

function SessionList() {
  const sessions = useResource('GET /me/sessions', {});
  const [leaving, setLeaving] = useState<Session | null>(null);
  const [ending, setEnding] = useState<string | null>(null);
  const end = useAction(async (options, session: Session) => {
    setLeaving(null);
    setEnding(session.id);
    if (session.current) {
      await perform('DELETE /sessions/current', {}, options);
      forgetSession();
    } else {
      await perform('DELETE /me/sessions/{id}', { params: { id: session.id } }, options);
      sessions.reload();
    }
    toast('已退出那台设备的登录');
  });
  return (
    <>
      <FailureNotice failure={end.failure} />
      <ResourceView resource={sessions} blocks={2}>
        {({ items }) => (
          <>
            <View className="text-second">有不认识的设备，就退出它的登录。</View>
            {items.map((session) => (
              <Card key={session.id}>
                <View className="line">
                  <View className="text-lead">{session.device}</View>
                  {session.current && <Tag tone="blue">这台设备</Tag>}
                </View>
                <View className="text-second">
                  {momentOf(session.createdAt)} 登录 · {momentOf(session.lastSeenAt)} 用过
                </View>
                <Button
                  kind="secondary"
                  icon="exit"
                  label={`退出登录：${session.device}${session.current ? '，这台设备' : ''}`}
                  loading={end.busy && ending === session.id}
                  onPress={() => setLeaving(session)}
                >
                  退出登录
                </Button>
              </Card>
            ))}
          </>
        )}
      </ResourceView>
      <ConfirmSheet
        open={leaving !== null}
        title={`退出“${leaving?.device ?? ''}”的登录？`}
        action="退出登录"
        keep="不退出"
        onConfirm={() => leaving && void end.run(leaving)}
        onClose={() => setLeaving(null)}
      >
        {leaving?.current ? '退出的是您正在用的这台设备。' : '那台设备要重新登录才能看到您的事。'}
      </ConfirmSheet>
    </>
  );
}
