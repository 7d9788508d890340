import { View } from '@tarojs/components';
import { type Answer, perform, remember, useSignedIn } from '../../../api';
import { Card } from '../../../components/card';
import { CheckRow } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { SignInCard } from '../../../components/sign-in-card';
import { useAction } from '../../../hooks/use-action';
import { useResource } from '../../../hooks/use-resource';
import { open } from '../../../platform/navigate';

type Settings = Answer<'GET /me/notification-settings'>;
type Group = Settings['groups'][number];

/** Which kinds of messages come by WeChat and SMS; the inbox always has all of them. */
export default function NotificationsPage() {
  const signedIn = useSignedIn();
  return (
    <Page title="消息设置">
      {signedIn ? (
        <Groups />
      ) : (
        <SignInCard title="登录后设置">哪些消息发微信、哪些发短信，登录后在这里选。</SignInCard>
      )}
    </Page>
  );
}

function Groups() {
  const settings = useResource('GET /me/notification-settings', {});
  const save = useAction(async (options, { group, wechat, sms }: Pick<Group, 'group' | 'wechat' | 'sms'>) => {
    const body = { groups: [{ group, wechat, sms }] };
    const answer = await perform('PUT /me/notification-settings', { body }, { ...options, keep: false });
    remember('GET /me/notification-settings', {}, answer, null);
    settings.reload();
  }, 'consent');
  return (
    <>
      <FailureNotice failure={save.failure} />
      <Notice icon="message">所有消息都会进“消息”，不会少。下面选的是另外怎么提醒您。</Notice>
      <ResourceView resource={settings} blocks={3} lines={3}>
        {({ groups, phone, quietWords }) => (
          <>
            {groups.map((group) => (
              <Card key={group.group} title={group.title}>
                <View className="text-second">{group.about}</View>
                <View>
                  <CheckRow
                    title="微信提醒"
                    note="点过“微信提醒我”、微信里允许了的，才能发"
                    label={`${group.title}：微信提醒`}
                    checked={group.wechat}
                    disabled={save.busy}
                    onChange={(wechat) => void save.run({ ...group, wechat })}
                  />
                  {group.smsUsed && (
                    <CheckRow
                      title="短信"
                      note={phone ? `发到 ${phone}，只发不能错过的` : '还没有手机号，填了才能发'}
                      label={`${group.title}：短信`}
                      checked={group.sms}
                      disabled={save.busy}
                      onChange={(sms) => void save.run({ ...group, sms })}
                    />
                  )}
                </View>
              </Card>
            ))}
            <View className="text-second">{quietWords} 不打扰您，能等的消息早上再发。</View>
            <Card flush>
              <Row
                icon="phone"
                title="收短信的手机号"
                value={phone ?? '没有填'}
                onPress={() => void open('/packages/account/phone/index')}
              />
            </Card>
          </>
        )}
      </ResourceView>
    </>
  );
}
