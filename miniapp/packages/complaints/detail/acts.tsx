import { View } from '@tarojs/components';
import { useMemo, useState } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { LongField } from '../../../components/long-field';
import { SlowNote } from '../../../components/resource-view';
import { ConfirmSheet } from '../../../components/sheet';
import { toast } from '../../../components/toast';
import { followWithPhotos } from '../../../hooks/late-photos';
import { underWay } from '../../../hooks/papers/paper';
import { createPapers } from '../../../hooks/papers/papers';
import { useStore } from '../../../platform/store';
import { mostPhotos } from '../parts/draft';
import type { ComplaintDetail } from '../parts/form';
import { dropAnonymous, useAnonymous } from '../parts/known';
import { Photos } from '../parts/photos';
import type { OpenComplaint } from '../parts/use-complaint';
import { useComplaintAct } from './use-act';

interface ActsProps {
  detail: ComplaintDetail;
  complaint: OpenComplaint;
}

/** What can be done besides waiting: add something, take it back, take the code off this phone. */
export function Acts({ detail, complaint }: ActsProps) {
  const [adding, setAdding] = useState(false);
  const { keptHere } = useAnonymous(detail.number);
  return (
    <>
      {detail.canSupplement &&
        (adding ? (
          <Supplement detail={detail} complaint={complaint} onDone={() => setAdding(false)} />
        ) : (
          <Button kind="secondary" icon="edit" onPress={() => setAdding(true)}>
            补充情况或照片
          </Button>
        ))}
      {detail.canWithdraw && <Withdraw detail={detail} complaint={complaint} />}
      {keptHere && (
        <Button
          kind="link"
          onPress={() => {
            dropAnonymous(detail.number);
            toast('查询码已从这台手机上删掉');
          }}
        >
          不在这台手机上留查询码
        </Button>
      )}
    </>
  );
}

function Supplement({ detail, complaint, onDone }: ActsProps & { onDone: () => void }) {
  const papers = useMemo(() => createPapers(`complaint more ${detail.id}`), [detail.id]);
  const list = useStore(papers.list);
  const [words, setWords] = useState('');
  const [error, setError] = useState<string>();
  const send = useComplaintAct(detail.id, complaint);

  const submit = () => {
    const photos = list.flatMap(({ state, uploadId }) => (state === 'ready' && uploadId ? [uploadId] : []));
    const late = list.filter(underWay);
    const said = words.trim();
    if (!said && photos.length === 0 && late.length === 0) {
      setError('写几句，或加一张照片。');
      return;
    }
    const over = () => {
      if (late.length > 0) followWithPhotos({ id: detail.id, code: complaint.code }, late);
      papers.close();
      papers.set([]);
      toast(late.length > 0 ? '照片传好后自动补上' : '已补充');
      onDone();
    };
    if (!said && photos.length === 0) over();
    else {
      void send.run(
        'POST /complaints/{id}/supplement',
        { ...(said && { words: said }), ...(photos.length > 0 && { photos }) },
        over,
      );
    }
  };
  return (
    <Card title="补充情况">
      <FailureNotice failure={send.failure} onRetry={send.failure?.unknownOutcome ? submit : undefined} />
      {send.slow && <SlowNote>网络有点慢，正在等系统确认，不用再点…</SlowNote>}
      <LongField
        name="supplement"
        label="又知道了什么"
        error={error}
        value={words}
        maxlength={1000}
        onChange={(typed) => {
          setWords(typed);
          setError(undefined);
        }}
      />
      <Photos list={list} papers={papers} most={mostPhotos} />
      <Button loading={send.busy} onPress={submit}>
        {send.busy ? '正在确认…' : '补充到这份投诉'}
      </Button>
      <Button kind="link" onPress={onDone}>
        先不补充
      </Button>
    </Card>
  );
}

function Withdraw({ detail, complaint }: ActsProps) {
  const [asking, setAsking] = useState(false);
  const send = useComplaintAct(detail.id, complaint);
  return (
    <>
      <FailureNotice failure={send.failure} />
      <Button kind="danger" loading={send.busy} onPress={() => setAsking(true)}>
        撤回投诉
      </Button>
      <ConfirmSheet
        open={asking}
        title="撤回这份投诉？"
        action="撤回投诉"
        kind="danger"
        keep="不撤回"
        onConfirm={() => {
          setAsking(false);
          void send.run('POST /complaints/{id}/withdraw', {}, () => toast('已撤回'));
        }}
        onClose={() => setAsking(false)}
      >
        <View>撤回后不再核查。以后还要投诉，可以重新写一份。</View>
      </ConfirmSheet>
    </>
  );
}
