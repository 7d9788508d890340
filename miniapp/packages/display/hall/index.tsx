import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import type { VenueLive } from '../../../../shared/contract/live';
import { dateOf, timeOf } from '../../../../shared/domain/time';
import { dateWords, weekdayWords } from '../../../../shared/domain/words';
import { Icon } from '../../../components/icon';
import { Pressable } from '../../../components/pressable';
import { QrCode } from '../../../components/qr-code';
import { useWide } from '../../../hooks/use-wide';
import { a11y } from '../../../platform/a11y';
import { serverNow } from '../../../platform/clock';
import { isWeapp } from '../../../platform/env';
import './display.css';
import { ticketKey, useDisplay } from './use-display';
import { useHallCode } from './use-hall-code';
import { canSpeak, speak } from './voice';

/**
 * The big screen of a hall: which number at which window, how long each queue is, the time, and the code to check in with
 * where the screen has a key. It is read from across the hall, looks after itself, and shows nothing about a person.
 */
export default function HallDisplayPage() {
  const { venue = '', key = '' } = useRouter().params;
  const [spoken, setSpoken] = useState(false);
  const { hall, live, fresh } = useDisplay(venue, spoken);
  const { code, refused } = useHallCode(venue, key);
  useWide();
  useEffect(() => {
    if (!isWeapp) document.title = `${hall?.venueName ?? '大厅叫号屏'} - 昭通一站办`;
  }, [hall?.venueName]);
  return (
    <View className="app-root display" {...a11y({ role: 'main' })}>
      <View className="display-head">
        <View className="display-venue" {...a11y({ role: 'heading', level: 1 })}>
          {hall?.venueName ?? '大厅叫号屏'}
        </View>
        {canSpeak && !spoken && (
          <Pressable
            className="display-sound"
            onPress={() => {
              setSpoken(true);
              speak('语音叫号已打开');
            }}
          >
            点一下，打开语音叫号
          </Pressable>
        )}
        <Clock />
      </View>
      <View {...a11y({ role: 'status', live: 'assertive' })}>
        {hall && !live && (
          <View className="display-stale">
            <Icon name="offline" />
            连不上，下面不是最新的号码。正在重新连接，听窗口叫号。
          </View>
        )}
      </View>
      <View className="display-body">
        <View className="display-calls" {...a11y({ live: 'polite' })}>
          <Calls hall={hall} fresh={fresh} missing={venue === ''} />
        </View>
        <View className="display-side">
          <Queues hall={hall} short={code !== null} />
          {code && (
            <View className="display-code">
              <QrCode text={code} label="签到码" />
              <View className="display-code-words">
                预约了的在手机上签到
                <View className="display-digits">{code}</View>
              </View>
            </View>
          )}
          {refused && <View className="display-note">这块屏幕的签到码已停用，到窗口签到。</View>}
        </View>
      </View>
    </View>
  );
}

interface CallsProps {
  hall: VenueLive | null;
  fresh: ReadonlySet<string>;
  missing: boolean;
}

/** Rows that can be read from afar; more would have to be smaller. */
const most = 6;

function Calls({ hall, fresh, missing }: CallsProps) {
  if (missing) return <View className="display-empty">地址里没有大厅，让主管在“大厅屏幕”里生成。</View>;
  if (!hall) return <View className="display-empty">正在连接…</View>;
  if (hall.called.length === 0) return <View className="display-empty">现在没有在叫的号</View>;
  return (
    <>
      {hall.called.slice(0, most).map((call) => {
        const key = ticketKey(call);
        return (
          <View key={key} className={fresh.has(key) ? 'display-call display-fresh' : 'display-call'}>
            <View className="display-ticket">{call.ticket}</View>
            <View className="display-arrow" {...a11y({ hidden: true })}>
              →
            </View>
            <View className="display-window">{call.window}</View>
          </View>
        );
      })}
    </>
  );
}

/** Queues that fit beside the calls, and beside the code where there is one. */
const mostQueues = 10;
const mostBesideCode = 6;

/** How long each queue is, the longest first; those for which there is no room are told together. */
function Queues({ hall, short }: { hall: VenueLive | null; short: boolean }) {
  const queues = [...(hall?.queues ?? [])].sort((a, b) => b.waiting - a.waiting || b.serving - a.serving);
  const fit = queues.slice(0, short ? mostBesideCode : mostQueues);
  const rest = queues.slice(fit.length);
  const waiting = rest.reduce((sum, queue) => sum + queue.waiting, 0);
  return (
    <View className="display-queues">
      {fit.map(({ id, name, waiting: length }) => (
        <View key={id} className="display-queue">
          <View>{name}</View>
          <View className="display-queue-length">{lengthWords(length)}</View>
        </View>
      ))}
      {rest.length > 0 && (
        <View className="display-queue">
          <View>另外 {rest.length} 个</View>
          <View className="display-queue-length">{lengthWords(waiting)}</View>
        </View>
      )}
    </View>
  );
}

function lengthWords(length: number): string {
  return length === 0 ? '不用等' : `${length} 人在等`;
}

function Clock() {
  const [now, setNow] = useState(() => new Date(serverNow()));
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date(serverNow())), 1_000);
    return () => clearInterval(timer);
  }, []);
  const day = dateOf(now);
  return (
    <View className="display-clock">
      <View className="display-day">
        {dateWords(day, day)} {weekdayWords(day)}
      </View>
      <View>{timeOf(now)}</View>
    </View>
  );
}
