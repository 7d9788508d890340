import { View } from '@tarojs/components';
import { useState } from 'react';
import { call } from '../../api';
import { useAction } from '../../hooks/use-action';
import { a11y } from '../../platform/a11y';
import { showFile } from '../../platform/files/show';
import { Button } from '../button';
import { FailureNotice } from '../failure-notice';
import { Icon, type IconName } from '../icon';
import { Sheet } from '../sheet';
import { AddPapers, type OnChosen } from './add-papers';
import './papers.css';
import { type Paper, paperName, sizeWords } from '../../hooks/papers/paper';

const icons: Record<Paper['state'], IconName> = {
  waiting: 'clock',
  sending: 'clock',
  checking: 'clock',
  ready: 'done',
  refused: 'warning',
  stopped: 'offline',
};

function stateWords({ state, share, size, words }: Paper): string {
  if (state === 'ready') return `已传好 · ${sizeWords(size)}`;
  if (state === 'sending') return `正在传 ${Math.round(share * 100)}%`;
  if (state === 'checking') return '传完了，正在检查';
  if (state === 'waiting') return '等着传';
  return words ?? '没有传成';
}

interface PaperRowProps {
  paper: Paper;
  /** Its place among the papers of its material, from 0. */
  at: number;
  /** Of the material. */
  materialName: string;
  onRemove: () => void;
  onReplace: OnChosen;
  onGoOn: () => void;
}

/** One photograph or file: how far it is, looking at it, another in its place, taking it away. */
export function PaperRow({ paper, at, materialName, onRemove, onReplace, onGoOn }: PaperRowProps) {
  const [replacing, setReplacing] = useState(false);
  const { state } = paper;
  const name = paperName(paper, at);
  const whole = `${materialName} ${name}`;
  return (
    <View className="paper">
      <View className="paper-line">
        <Icon name={icons[state]} className={`paper-icon paper-${state}`} />
        <View className="row-main">
          <View>{name}</View>
          <View
            className={state === 'refused' ? 'text-second text-red' : 'text-second'}
            {...a11y(state === 'sending' ? {} : { role: 'status', live: 'polite' })}
          >
            {stateWords(paper)}
          </View>
          {state === 'sending' && (
            <View className="paper-bar" {...a11y({ hidden: true })}>
              <View className="paper-share" style={{ width: `${Math.round(paper.share * 100)}%` }} />
            </View>
          )}
        </View>
      </View>
      <View className="paper-acts">
        {state === 'ready' && paper.uploadId && (
          <ViewPaper uploadId={paper.uploadId} type={paper.type} name={whole} />
        )}
        {state === 'stopped' && (
          <Button kind="link" icon="refresh" label={`接着传 ${whole}`} onPress={onGoOn}>
            接着传
          </Button>
        )}
        <Button kind="link" label={`换掉 ${whole}`} onPress={() => setReplacing(true)}>
          换掉
        </Button>
        <Button kind="link" label={`删除 ${whole}`} onPress={onRemove}>
          删除
        </Button>
      </View>
      <Sheet open={replacing} title={`换掉“${name}”`} onClose={() => setReplacing(false)}>
        <AddPapers
          materialName={materialName}
          most={1}
          onChosen={(files) => {
            setReplacing(false);
            onReplace(files);
          }}
        />
      </Sheet>
    </View>
  );
}

/** Opens a paper that the server has, by a link of a few minutes. */
export function ViewPaper({ uploadId, type, name }: { uploadId: string; type: string; name: string }) {
  const view = useAction(async (options) => {
    const link = await call('POST /uploads/{id}/links', { params: { id: uploadId } }, options);
    await showFile(link.url, type);
  });
  return (
    <>
      <Button kind="link" loading={view.busy} label={`查看 ${name}`} onPress={() => void view.run()}>
        查看
      </Button>
      <FailureNotice failure={view.failure} />
    </>
  );
}
