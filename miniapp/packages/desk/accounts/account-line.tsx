import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffAccount, StaffMe } from '../../../../shared/contract/staff';
import { Button } from '../../../components/button';
import { FailureNotice } from '../../../components/failure-notice';
import { Pressable } from '../../../components/pressable';
import { Tag, type Tone } from '../../../components/tag';
import { useAction } from '../../../hooks/use-action';
import { momentOf } from '../../../hooks/words';
import { act } from '../api/client';
import type { StaffAnswer } from '../api/types';
import { AccountForm, type AccountValues } from './account-form';

const states: Record<StaffAccount['state'], { words: string; tone: Tone }> = {
  invited: { words: '还没登录过', tone: 'amber' },
  active: { words: '在用', tone: 'green' },
  closed: { words: '已停用', tone: 'grey' },
};

interface AccountLineProps {
  account: StaffAccount;
  me: StaffMe;
  /** Something was changed; with a new initial password where one was made. */
  onDone: (fresh: StaffAnswer<'POST /staff/accounts'> | null) => void;
}

type Command = 'reset' | 'unlock' | 'close' | 'reopen';

/** One account of the list; a press opens what can be done with it. */
export function AccountLine({ account, me, onDone }: AccountLineProps) {
  const [open, setOpen] = useState(false);
  const [editing, setEditing] = useState(false);
  const { id, number, name, state, lockedUntil } = account;
  const { words, tone } = states[state];

  const command = useAction(async (options, what: Command) => {
    const params = { id };
    if (what === 'reset') onDone(await act('POST /staff/accounts/{id}/reset', { params }, options));
    else if (what === 'reopen') onDone(await act('POST /staff/accounts/{id}/reopen', { params }, options));
    else {
      await act(`POST /staff/accounts/{id}/${what}`, { params }, options);
      onDone(null);
    }
  });
  const change = useAction(async (options, { number: _, ...values }: AccountValues) => {
    await act('PUT /staff/accounts/{id}', { params: { id }, body: values }, options);
    setEditing(false);
    onDone(null);
  });
  const button = (what: Command, title: string) => (
    <Button
      block={false}
      kind={what === 'close' ? 'danger' : 'secondary'}
      disabled={command.busy}
      label={`${title} ${name}`}
      onPress={() => void command.run(what)}
    >
      {title}
    </Button>
  );
  return (
    <View className="account-line">
      <Pressable className="row" expanded={open} onPress={() => setOpen(!open)}>
        <View className="row-body">
          <View className="row-text">
            <View>
              {name} {number}
            </View>
            <View className="text-second">
              {account.roleWords.join('、')} · {account.venue?.name ?? '全市'}
              {account.department && ` · ${account.department}`}
            </View>
          </View>
          <View className="line">
            {lockedUntil && <Tag tone="red">已锁定</Tag>}
            <Tag tone={tone}>{words}</Tag>
          </View>
        </View>
      </Pressable>
      {open && (
        <View className="account-open">
          <FailureNotice failure={command.failure ?? change.failure} />
          <View className="text-second">
            {account.lastSignInAt ? `最近登录 ${momentOf(account.lastSignInAt)}` : '还没有登录过'}
            {account.invitedUntil && `，初始密码 ${momentOf(account.invitedUntil)} 前有效`}
            {lockedUntil && `，锁定到 ${momentOf(lockedUntil)}`}
          </View>
          <View className="desk-buttons">
            {state !== 'closed' && (
              <Button
                block={false}
                kind="secondary"
                label={`改岗位和范围 ${name}`}
                onPress={() => setEditing(!editing)}
              >
                改岗位和范围
              </Button>
            )}
            {lockedUntil && button('unlock', '解锁')}
            {state !== 'closed' && button('reset', '重置密码和动态码')}
            {state === 'closed' ? button('reopen', '重新启用') : button('close', '停用')}
          </View>
          {editing && (
            <AccountForm
              me={me}
              account={account}
              busy={change.busy}
              action="保存"
              onSend={(values) => void change.run(values)}
              onClose={() => setEditing(false)}
            />
          )}
        </View>
      )}
    </View>
  );
}
