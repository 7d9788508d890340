import { useRouter } from '@tarojs/taro';
import { useEffect } from 'react';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Page } from '../../../components/page';
import { Empty } from '../../../components/states';
import { pageUrl, replace } from '../../../platform/navigate';
import { openDraft, useDraft } from '../parts/draft';
import { CategoryStep } from './category';
import { useStep } from './use-step';
import { WhereStep } from './where';
import { WordsStep } from './words';

/**
 * Writing a complaint, one thing a screen: `step` none what kind it is, 2 what happened, 3 where, when and by name or not.
 * Each screen is a page of its own, so that the way back is the phone's own; with `from=check` it leads back there.
 */
export default function FilePage() {
  const { step } = useRouter().params;
  useEffect(() => {
    openDraft();
  }, []);
  if (step === '2') return <WordsPage />;
  if (step === '3') return <WherePage />;
  return (
    <Page title="投诉">
      <CategoryStep />
    </Page>
  );
}

function WordsPage() {
  const { form } = useDraft();
  const step = useStep(['what']);
  if (form.category === null) return <Nothing title="发生了什么" />;
  return (
    <Page
      title="发生了什么"
      footer={
        <BottomBar>
          <Button onPress={step.goOn}>
            {step.fromCheck ? '改好了，回去核对' : '下一步：在哪里、什么时候'}
          </Button>
        </BottomBar>
      }
    >
      <WordsStep step={step} />
    </Page>
  );
}

function WherePage() {
  const { form } = useDraft();
  const step = useStep(['anonymous']);
  if (form.category === null) return <Nothing title="在哪里、什么时候" />;
  return (
    <Page
      title="在哪里、什么时候"
      footer={
        <BottomBar>
          <Button onPress={step.goOn}>{step.fromCheck ? '改好了，回去核对' : '写好了，去核对'}</Button>
        </BottomBar>
      }
    >
      <WhereStep step={step} />
    </Page>
  );
}

/** Come back to after it was sent, or by an old link. */
function Nothing({ title }: { title: string }) {
  return (
    <Page title={title}>
      <Empty title="现在没有在写的投诉" icon="done">
        提交过的在“我的投诉”里。
        <Button onPress={() => void replace('/packages/complaints/mine/index')}>看我的投诉</Button>
        <Button kind="secondary" onPress={() => void replace(pageUrl('/packages/complaints/file/index'))}>
          写一份投诉
        </Button>
      </Empty>
    </Page>
  );
}
