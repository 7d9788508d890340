import { useState } from 'react';
import { forgetSession, perform } from '../../api';
import { Button } from '../../components/button';
import { FailureNotice } from '../../components/failure-notice';
import { ConfirmSheet } from '../../components/sheet';
import { toast } from '../../components/toast';
import { useAction } from '../../hooks/use-action';

/** Ends the session on this device and takes what it kept of the person. */
export function SignOut() {
  const [asking, setAsking] = useState(false);
  const signOut = useAction(async (options) => {
    setAsking(false);
    await perform('DELETE /sessions/current', {}, options);
    forgetSession();
    toast('已退出登录');
  });
  return (
    <>
      <FailureNotice failure={signOut.failure} onRetry={() => void signOut.run()} />
      <Button kind="secondary" icon="exit" loading={signOut.busy} onPress={() => setAsking(true)}>
        退出登录
      </Button>
      <ConfirmSheet
        open={asking}
        title="在这台设备上退出登录？"
        action="退出登录"
        keep="不退出"
        onConfirm={() => void signOut.run()}
        onClose={() => setAsking(false)}
      >
        约好的事都还在，下次登录就能看到。这台设备上记着的票和名字会清掉。
      </ConfirmSheet>
    </>
  );
}
