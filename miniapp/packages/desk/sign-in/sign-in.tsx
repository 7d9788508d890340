import { View } from '@tarojs/components';
import { useEffect } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field, focusField } from '../../../components/field';
import { Notice } from '../../../components/notice';
import { QrCode } from '../../../components/qr-code';
import { SlowNote } from '../../../components/resource-view';
import { isWeapp } from '../../../platform/env';
import { focusWhenDrawn } from '../../../platform/focus';
import { type Ended, useEnded } from '../api/session';
import { useStaffSignIn } from './use-sign-in';

const endedWords: Partial<Record<Ended, string>> = {
  idle: '很久没有操作，为了安全已经退出。',
  expired: '登录已经结束，重新登录后继续。',
  left: '已经退出。',
  password: '密码换好了，用新密码登录。',
};

type Form = ReturnType<typeof useStaffSignIn>;

/** The two steps of signing in; stands on any page of the staff while nobody is signed in. */
export function SignIn() {
  const form = useStaffSignIn();
  const why = endedWords[useEnded()];
  return (
    <View className="desk-narrow stack">
      {why && !form.pending && (
        <Notice tone="amber" live>
          {why}
        </Notice>
      )}
      <ErrorSummary errors={form.errors} />
      <FailureNotice
        failure={form.pending ? form.second.failure : form.first.failure}
        onRetry={form.second.failure?.code === 'STAFF_SIGN_IN_EXPIRED' ? form.restart : undefined}
      />
      {(form.first.slow || form.second.slow) && <SlowNote />}
      {form.pending ? <Second form={form} /> : <First form={form} />}
    </View>
  );
}

function First({ form }: { form: Form }) {
  useEffect(() => {
    if (isWeapp) return;
    return focusWhenDrawn(() => document.querySelector<HTMLElement>('input[name="number"]'));
  }, []);
  return (
    <Card title="昭通一站办 工作台">
      <Field
        name="number"
        label="工号"
        error={form.errorAt('number')}
        value={form.number}
        onChange={form.setNumber}
        maxlength={20}
        autoComplete="username"
        onConfirm={() => focusField('password')}
      />
      <Field
        name="password"
        label="密码"
        password
        error={form.errorAt('password')}
        value={form.password}
        onChange={form.setPassword}
        maxlength={128}
        autoComplete="current-password"
        onConfirm={form.submit}
      />
      <Button loading={form.first.busy} onPress={form.submit}>
        {form.first.busy ? '正在核对…' : '下一步：填动态码'}
      </Button>
      <View className="text-second">忘记密码或换了手机，由管理员重置。办事群众不用在这里登录。</View>
    </Card>
  );
}

function Second({ form }: { form: Form }) {
  const { pending } = form;
  const start = pending?.newPasswordNeeded ? 'newPassword' : 'code';
  useEffect(() => {
    if (isWeapp) return;
    return focusWhenDrawn(() => document.querySelector<HTMLElement>(`input[name="${start}"]`));
  }, [start]);
  if (!pending) return null;
  return (
    <>
      {pending.enrol && (
        <Card title="先绑定动态码">
          <View>第一次登录（或管理员重置后）要绑定一次。用手机上的动态码应用扫这个码：</View>
          <QrCode text={pending.enrol.uri} label="用动态码应用扫这个二维码" />
          <View className="text-second">扫不了就手工填这个密钥，扫好后收好，不要拍照外传：</View>
          <View className="desk-secret">{pending.enrol.secret}</View>
        </Card>
      )}
      <Card title={pending.newPasswordNeeded ? '换成自己的密码' : '第二步'}>
        {pending.newPasswordNeeded && (
          <>
            <Field
              name="newPassword"
              label="新密码"
              hint="可以用一句容易记的话；不要用工号、姓名和常见的词"
              password
              error={form.errorAt('newPassword')}
              value={form.newPassword}
              onChange={form.setNewPassword}
              maxlength={128}
              autoComplete="new-password"
              onConfirm={() => focusField('again')}
            />
            <Field
              name="again"
              label="再填一次新密码"
              password
              error={form.errorAt('again')}
              value={form.again}
              onChange={form.setAgain}
              maxlength={128}
              autoComplete="new-password"
              onConfirm={() => focusField('code')}
            />
          </>
        )}
        <Field
          name="code"
          label="动态码"
          hint="手机上动态码应用里的 6 位数字，每 30 秒换一个"
          error={form.errorAt('code')}
          value={form.code}
          onChange={form.setCode}
          type={isWeapp ? 'number' : 'text'}
          maxlength={7}
          autoComplete="one-time-code"
          onConfirm={form.submit}
        />
        <Button loading={form.second.busy} onPress={form.submit}>
          {form.second.busy ? '正在登录…' : '登录工作台'}
        </Button>
        <Button kind="link" onPress={form.restart}>
          换一个工号
        </Button>
      </Card>
    </>
  );
}
