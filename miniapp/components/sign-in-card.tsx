import { View } from '@tarojs/components';
import { useSignIn } from '../hooks/use-sign-in';
import { Button } from './button';
import { FailureNotice } from './failure-notice';
import { Empty } from './states';

/** Nobody is signed in: what would stand here, and the way in. */
export function SignInCard({ title, children }: { title: string; children: string }) {
  const signIn = useSignIn();
  return (
    <>
      <FailureNotice failure={signIn.failure} />
      <Empty title={title} icon="me">
        <View className="text-second">{children}</View>
        <Button loading={signIn.busy} onPress={() => void signIn.run()}>
          {signIn.busy ? '正在登录…' : '登录'}
        </Button>
      </Empty>
    </>
  );
}
