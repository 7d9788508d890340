import { View } from '@tarojs/components';
import { useDidShow, useRouter } from '@tarojs/taro';
import { type ReactNode, useEffect, useState } from 'react';
import type { StaffMe } from '../../../../shared/contract/staff';
import { Button } from '../../../components/button';
import { Icon } from '../../../components/icon';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { Pressable } from '../../../components/pressable';
import '../../../components/row.css';
import { useWide } from '../../../hooks/use-wide';
import { a11y } from '../../../platform/a11y';
import { isWeapp } from '../../../platform/env';
import { replace } from '../../../platform/navigate';
import { act } from '../api/client';
import { endStaffSession, idleLeft, noteInput, useStaffSession } from '../api/session';
import { SignIn } from '../sign-in/sign-in';
import './frame.css';
import { placesFor } from './places';

interface FrameProps {
  title: string;
  /** Drawn for who is signed in; until then the way to sign in stands in its place. */
  children: (me: StaffMe) => ReactNode;
}

/**
 * The frame of every page of the staff: the whole width of the window, the bar with the ways that one's roles have, and
 * the sign-in where nobody is signed in. When the session ends, what stood on the page is taken away.
 */
export function Frame({ title, children }: FrameProps) {
  const session = useStaffSession();
  useWide();
  // In WeChat whoever goes from page to page or does something is there; a root that hears touches would be read out as a control.
  useDidShow(noteInput);
  useEffect(() => {
    if (isWeapp) return;
    document.addEventListener('keydown', noteInput, true);
    document.addEventListener('pointerdown', noteInput, true);
    return () => {
      document.removeEventListener('keydown', noteInput, true);
      document.removeEventListener('pointerdown', noteInput, true);
    };
  }, []);
  return (
    <Page title={session ? title : '工作人员登录'} bar={session ? <Bar me={session.me} /> : <View />}>
      <View className="desk">
        {session ? (
          <>
            <IdleWatch />
            {children(session.me)}
          </>
        ) : (
          <SignIn />
        )}
      </View>
    </Page>
  );
}

function Bar({ me }: { me: StaffMe }) {
  const here = useRouter().path.split('?')[0] ?? '';
  const leave = () => {
    // Whether or not the server hears of it, nobody is signed in here any more.
    act('DELETE /staff/sessions/current', {}).catch(() => undefined);
    endStaffSession('left');
  };
  return (
    <>
      <View className="desk-bar" {...a11y({ role: 'navigation', label: '工作台' })}>
        {placesFor(me.roles).map(({ path, title, icon }) => {
          const current = here.endsWith(path);
          return (
            <Pressable
              key={path}
              className={current ? 'desk-way desk-way-on' : 'desk-way'}
              role="link"
              current={current}
              onPress={() => !current && void replace(path)}
            >
              <Icon name={icon} />
              <View>{title}</View>
            </Pressable>
          );
        })}
      </View>
      <View className="desk-who">
        <View>
          {me.name} {me.number}
        </View>
        <View className="text-small">{me.window?.name ?? me.roleWords.join('、')}</View>
      </View>
      <Button kind="link" icon="exit" onPress={leave}>
        退出
      </Button>
    </>
  );
}

const warnBefore = 60_000;
const lookEvery = 5_000;

/** Ends the session when nobody has done anything for too long, and says so a minute before. */
function IdleWatch() {
  const [warned, setWarned] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => {
      const left = idleLeft();
      if (left !== null && left <= 0) {
        act('DELETE /staff/sessions/current', {}).catch(() => undefined);
        endStaffSession('idle');
      } else setWarned(left !== null && left <= warnBefore);
    }, lookEvery);
    return () => clearInterval(timer);
  }, []);
  if (!warned) return null;
  return (
    <Notice tone="amber" live title="很久没有操作，一分钟内会自动退出">
      按任意键或点一下屏幕就继续。
    </Notice>
  );
}
