import { View } from '@tarojs/components';
import type { Evaluation, RateableService } from '../../../../shared/contract/evaluations';
import { useSignedIn } from '../../../api';
import { Card } from '../../../components/card';
import { Page } from '../../../components/page';
import { PersonView } from '../../../components/person-view';
import { Row } from '../../../components/row';
import { SignInCard } from '../../../components/sign-in-card';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import { useResource } from '../../../hooks/use-resource';
import { momentOf } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';
import { kindWords } from '../form/kind-words';

/** What I can rate, and what I rated. */
export default function EvaluationsPage() {
  const signedIn = useSignedIn();
  return (
    <Page title="我的评价">
      {signedIn ? (
        <Evaluations />
      ) : (
        <SignInCard title="登录后看您的评价">可以评的、评过的和后来怎样，都在这里。</SignInCard>
      )}
    </Page>
  );
}

function Evaluations() {
  const list = useResource('GET /evaluations', {}, { freshFor: 0 });
  return (
    <PersonView resource={list} blocks={2} lines={4}>
      {({ due, given }) =>
        due.length + given.length === 0 ? (
          <Empty title="现在没有可以评的，也没有评过的" icon="message">
            <View className="text-second">
              在窗口办完事、办件办结、快递送到、咨询和投诉有了答复，都可以评；不评也行。
            </View>
          </Empty>
        ) : (
          <>
            {due.length > 0 && (
              <>
                <View className="text-second">可以不评，不评不算好评，也不影响您办事。</View>
                <Card title="可以评的" flush>
                  {due.map((service) => (
                    <DueRow key={`${service.kind} ${service.id}`} service={service} />
                  ))}
                </Card>
              </>
            )}
            {given.length > 0 && (
              <Card title="评过的" flush>
                {given.map((evaluation) => (
                  <GivenRow key={evaluation.id} evaluation={evaluation} />
                ))}
              </Card>
            )}
          </>
        )
      }
    </PersonView>
  );
}

function DueRow({ service }: { service: RateableService }) {
  const { kind, id, title, placeWords, until } = service;
  return (
    <Row
      title={title}
      note={
        <>
          <View>{[kindWords[kind], placeWords].filter(Boolean).join(' · ')}</View>
          <View>{momentOf(until)} 前可以评</View>
        </>
      }
      value="评一评"
      onPress={() => void open(pageUrl('/packages/evaluation/rate/index', { kind, id }))}
    />
  );
}

function GivenRow({ evaluation }: { evaluation: Evaluation }) {
  const { id, service, gradeWords, givenAt, rectification } = evaluation;
  return (
    <Row
      title={service.title}
      note={
        <>
          <View>{[kindWords[service.kind], `${momentOf(givenAt)} 评的`].join(' · ')}</View>
          {rectification && (
            <View className="line">
              <Tag tone="blue">{rectification.stateWords}</Tag>
            </View>
          )}
        </>
      }
      value={gradeWords}
      onPress={() => void open(pageUrl('/packages/evaluation/detail/index', { id }))}
    />
  );
}
