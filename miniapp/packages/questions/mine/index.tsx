import { View } from '@tarojs/components';
import type { QuestionDetail } from '../../../../shared/contract/questions';
import { call, useSignedIn } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { matterTones } from '../../../components/matter-card';
import { Page } from '../../../components/page';
import { PersonView } from '../../../components/person-view';
import { Row } from '../../../components/row';
import { SignInCard } from '../../../components/sign-in-card';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import { useMore } from '../../../hooks/use-more';
import { useResource } from '../../../hooks/use-resource';
import { momentOf } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';

/** What I asked. */
export default function MyQuestionsPage() {
  const signedIn = useSignedIn();
  return (
    <Page title="我的咨询">
      {signedIn ? (
        <Questions />
      ) : (
        <SignInCard title="登录后看您问过的">问了什么、谁来答、答了什么，都在这里。</SignInCard>
      )}
      <Button kind={signedIn ? 'primary' : 'secondary'} icon="message" onPress={() => void open(askPage)}>
        问一个问题
      </Button>
      <Button kind="link" onPress={() => void open('/packages/questions/faq/index')}>
        看大家问过的
      </Button>
    </Page>
  );
}

const askPage = '/packages/questions/ask/index';

function Questions() {
  const first = useResource('GET /me/questions', {}, { freshFor: 0 });
  const list = useMore(first.data, (page) => call('GET /me/questions', { query: { page } }));
  return (
    <PersonView resource={first} blocks={1} lines={5}>
      {({ total }) =>
        total === 0 ? (
          <Empty title="还没有问过" icon="message">
            <View className="text-second">办事拿不准的都可以问，由管这件事的部门答复。</View>
          </Empty>
        ) : (
          <>
            <Card flush>
              {list.rows.map((question) => (
                <QuestionRow key={question.id} question={question} />
              ))}
            </Card>
            <FailureNotice failure={list.moreFailure} />
            {list.more && (
              <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
                {`再看一些（共 ${total} 个）`}
              </Button>
            )}
          </>
        )
      }
    </PersonView>
  );
}

function QuestionRow({ question }: { question: QuestionDetail }) {
  const { id, words, itemName, askedAt, state, tone, stateWords, byWords } = question;
  return (
    <Row
      title={words.length > 40 ? `${words.slice(0, 40)}…` : words}
      note={
        <>
          <View>{[itemName, `${momentOf(askedAt)} 问的`].filter(Boolean).join(' · ')}</View>
          {byWords && <View>{byWords}</View>}
        </>
      }
      value={<Tag tone={state === 'closed' ? 'grey' : matterTones[tone]}>{stateWords}</Tag>}
      onPress={() => void open(pageUrl('/packages/questions/detail/index', { id }))}
    />
  );
}
