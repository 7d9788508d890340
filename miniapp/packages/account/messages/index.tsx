import { View } from '@tarojs/components';
import { useState } from 'react';
import { useSignedIn } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { SignInCard } from '../../../components/sign-in-card';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import { open } from '../../../platform/navigate';
import './messages.css';
import { type Message, type Thread, useMessages } from './use-messages';

/** Everything that was told, put together by what it is about. */
export default function MessagesPage() {
  const signedIn = useSignedIn();
  return (
    <Page title="消息">
      {signedIn ? <Inbox /> : <SignInCard title="登录后看消息">预约提醒、办件进度都会发到这里。</SignInCard>}
    </Page>
  );
}

function Inbox() {
  const inbox = useMessages();
  const { readAll } = inbox;
  return (
    <>
      <FailureNotice failure={readAll.failure} onRetry={() => void readAll.run()} />
      <ResourceView resource={inbox} blocks={3} lines={3}>
        {({ unread, total }) => (
          <>
            {total === 0 ? (
              <Empty title="还没有消息" icon="message">
                约了窗口、交了申请以后，每一步都会在这里告诉您。
              </Empty>
            ) : (
              <View className="line">
                <View className="row-main text-second">{unread > 0 ? `${unread} 条未读` : '都看过了'}</View>
                {unread > 0 && (
                  <Button kind="link" icon="check" loading={readAll.busy} onPress={() => void readAll.run()}>
                    全部标为已读
                  </Button>
                )}
              </View>
            )}
            {inbox.threads.map((thread) => (
              <ThreadCard key={thread.key} thread={thread} onOpen={() => inbox.openThread(thread)} />
            ))}
            <FailureNotice failure={inbox.moreFailure} />
            {inbox.more && (
              <Button kind="secondary" loading={inbox.loadingMore} onPress={() => void inbox.more?.()}>
                看更早的消息
              </Button>
            )}
          </>
        )}
      </ResourceView>
      <Button kind="link" onPress={() => void open('/packages/account/notifications/index')}>
        怎么提醒我
      </Button>
    </>
  );
}

const opens: Record<Thread['subject']['kind'], string> = {
  appointment: '看预约票',
  case: '看办到哪一步',
  delivery: '看快递到了哪里',
  order: '看这笔费用',
  mandate: '看代办与家人',
  queue: '看我的事',
  complaint: '看投诉办到哪一步',
  question: '看答复',
  evaluation: '看我的评价',
  rectification: '看我的事',
};

function ThreadCard({ thread, onOpen }: { thread: Thread; onOpen: () => void }) {
  const [all, setAll] = useState(false);
  const { messages, subject } = thread;
  const [newest] = messages;
  if (!newest) return null;
  const shown = all ? messages : messages.slice(0, 1);
  return (
    <Card>
      {shown.map((message) => (
        <MessageText key={message.id} message={message} />
      ))}
      {messages.length > shown.length && (
        <Button
          kind="link"
          label={`${newest.title}：还有 ${messages.length - 1} 条`}
          onPress={() => setAll(true)}
        >
          {`这件事还有 ${messages.length - 1} 条更早的`}
        </Button>
      )}
      <Button kind="secondary" label={`${opens[subject.kind]}：${newest.title}`} onPress={onOpen}>
        {opens[subject.kind]}
      </Button>
    </Card>
  );
}

function MessageText({ message }: { message: Message }) {
  const lines = message.body.split('\n');
  const ways = message.deliveries.filter(({ channel }) => channel !== 'inbox').map(({ words }) => words);
  return (
    <View className="message">
      <View className="line">
        <View className="text-lead row-main">{message.title}</View>
        {!message.read && <Tag tone="blue">未读</Tag>}
      </View>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a message never change
        <View key={at}>{line}</View>
      ))}
      <View className="text-small">{[message.whenWords, ...ways].join(' · ')}</View>
    </View>
  );
}
