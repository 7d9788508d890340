import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { Fact } from '../../../components/facts';
import { ViewPaper } from '../../../components/papers/paper-row';
import { momentOf } from '../../../hooks/words';
import '../parts/complaints.css';
import type { ComplaintDetail } from '../parts/form';

const publicationWords = {
  none: '不公开',
  waiting: '办结后可以公开，先去掉个人信息',
  published: '已公开，去掉了个人信息；有不妥的地方打监督电话',
  refused: '没有公开；想知道原因可以打监督电话',
};

type Photo = ComplaintDetail['photos'][number];

/** What was complained about, with photographs, and what was added later. */
export function Said({ detail }: { detail: ComplaintDetail }) {
  const { what, wanted, whenWords, placeWords, itemName, caseNumber, photos, supplements } = detail;
  return (
    <Card title="投诉了什么">
      <View className="prose">{what}</View>
      <View>
        {wanted && (
          <Fact name="希望">
            <View className="prose">{wanted}</View>
          </Fact>
        )}
        {placeWords && <Fact name="在哪里">{placeWords}</Fact>}
        {whenWords && <Fact name="什么时候">{whenWords}</Fact>}
        {itemName && <Fact name="事项">{itemName}</Fact>}
        {caseNumber && <Fact name="办件">{caseNumber}</Fact>}
        <Fact name="公开">{publicationWords[detail.publication ?? 'none']}</Fact>
      </View>
      <Pictures photos={photos} anonymous={detail.anonymous} from={1} />
      {supplements.map((one, at) => (
        <View key={one.at} className="complaint-part">
          <View className="complaint-sub">{momentOf(one.at)} 补充</View>
          {one.words && <View className="prose">{one.words}</View>}
          <Pictures
            photos={one.photos}
            anonymous={detail.anonymous}
            from={1 + supplements.slice(0, at).reduce((sum, each) => sum + each.photos.length, photos.length)}
          />
        </View>
      ))}
    </Card>
  );
}

/** Without a name nobody is known to whom a photograph could be shown again: then only how many there are. */
function Pictures({
  photos,
  anonymous,
  from,
}: {
  photos: readonly Photo[];
  anonymous: boolean;
  from: number;
}) {
  if (photos.length === 0) return null;
  if (anonymous) return <View className="text-second">{`照片 ${photos.length} 张，已收到`}</View>;
  return photos.map(({ id, name, type }, at) => {
    const words = name ?? `照片 ${from + at}`;
    return (
      <View key={id} className="line">
        <View className="row-main text-second">{words}</View>
        <ViewPaper uploadId={id} type={type} name={words} />
      </View>
    );
  });
}
