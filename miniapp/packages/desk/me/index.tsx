import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffMe } from '../../../../shared/contract/staff';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { CheckRow } from '../../../components/choice';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { Fact } from '../../../components/facts';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { useAction } from '../../../hooks/use-action';
import { isWeapp } from '../../../platform/env';
import { act } from '../api/client';
import { endStaffSession } from '../api/session';
import { Frame } from '../frame';
import { useShortcutsOn } from '../queue/use-keys';
import { Windows } from '../queue/windows';
import { WindowCard } from '../window-card/window-card';

/** Who is signed in, for what and where; the window, the shortcuts and the password. */
export default function MePage() {
  return <Frame title="我的账号">{(me) => <Account me={me} />}</Frame>;
}

function Account({ me }: { me: StaffMe }) {
  const [shortcuts, setShortcuts] = useShortcutsOn();
  const counter = me.roles.includes('window');
  return (
    <View className="desk-narrow stack">
      <Card>
        <View>
          <Fact name="姓名">{me.name}</Fact>
          <Fact name="工号">{me.number}</Fact>
          <Fact name="岗位">{me.roleWords.join('、')}</Fact>
          <Fact name="范围">
            {me.venue?.name ?? '全市'}
            {me.department && ` · ${me.department}`}
          </Fact>
        </View>
      </Card>
      {counter && <Windows me={me} />}
      {counter && me.window && (
        <WindowCard key={me.window.id} windowId={me.window.id} name={me.window.name} />
      )}
      {counter && !isWeapp && (
        <Card title="快捷键">
          <CheckRow
            checked={shortcuts}
            onChange={setShortcuts}
            title="用单个字母键叫号"
            note="用语音输入或容易误碰键盘的，可以关掉；按钮和扫码枪不受影响"
          />
        </Card>
      )}
      <Password />
    </View>
  );
}

function Password() {
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [again, setAgain] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const change = useAction(async (options) => {
    await act('PUT /staff/me/password', { body: { password, newPassword } }, options);
    endStaffSession('password');
  });
  const errorAt = (field: string) => errors.find((one) => one.field === field)?.message;
  const submit = () => {
    const found: FieldError[] = [];
    if (password === '') found.push({ field: 'password', message: '填现在的密码。' });
    if (newPassword === '') found.push({ field: 'newPassword', message: '填新密码。' });
    else if (again !== newPassword) found.push({ field: 'again', message: '两次填的新密码要一样。' });
    setErrors(found);
    if (found.length === 0) void change.run();
  };
  const field = (
    name: string,
    label: string,
    value: string,
    onChange: (text: string) => void,
    fill: string,
  ) => (
    <Field
      name={name}
      label={label}
      password
      error={errorAt(name)}
      value={value}
      onChange={onChange}
      maxlength={128}
      autoComplete={fill}
      onConfirm={submit}
    />
  );
  return (
    <Card title="换密码">
      <ErrorSummary errors={errors} />
      <FailureNotice failure={change.failure} />
      {field('password', '现在的密码', password, setPassword, 'current-password')}
      {field('newPassword', '新密码', newPassword, setNewPassword, 'new-password')}
      {field('again', '再填一次新密码', again, setAgain, 'new-password')}
      <View className="text-second">换好后要用新密码重新登录。</View>
      <Button kind="secondary" loading={change.busy} onPress={submit}>
        换成新密码
      </Button>
    </Card>
  );
}
