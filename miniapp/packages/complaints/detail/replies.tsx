import { View } from '@tarojs/components';
import { dateWords } from '../../../../shared/domain/words';
import { Card } from '../../../components/card';
import { Tag, type Tone } from '../../../components/tag';
import { momentOf, today } from '../../../hooks/words';
import '../parts/complaints.css';
import type { ComplaintDetail } from '../parts/form';

type Reply = ComplaintDetail['replies'][number];

const endings: Record<NonNullable<Reply['ending']>, { words: string; tone: Tone }> = {
  done: { words: '事情办成了', tone: 'green' },
  impossible: { words: '按规定办不了', tone: 'grey' },
  planned: { words: '定了日子办', tone: 'blue' },
};

/** Every answer, the newest first: what was found, what was done, on what basis. */
export function Replies({ detail: { replies } }: { detail: ComplaintDetail }) {
  const newestFirst = [...replies].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return newestFirst.map((reply) => (
    <Card
      key={`${reply.round} ${reply.at}`}
      title={reply.round === 2 ? '换人核查后的答复' : '答复'}
      aside={reply.ending && <Tag tone={endings[reply.ending].tone}>{endings[reply.ending].words}</Tag>}
    >
      <View>
        <Part name="查到了什么" words={reply.found} />
        <Part name="做了什么" words={reply.done} />
        <Part name="依据" words={reply.basis} />
        {reply.endingWords && <Part name="结果" words={reply.endingWords} />}
        {reply.planBy && <Part name="什么时候办好" words={`${dateWords(reply.planBy, today())}前`} />}
      </View>
      <View className="text-second">
        {reply.by} · {momentOf(reply.at)}
      </View>
    </Card>
  ));
}

function Part({ name, words }: { name: string; words: string }) {
  return (
    <View className="complaint-part">
      <View className="complaint-sub">{name}</View>
      <View className="prose">{words}</View>
    </View>
  );
}
