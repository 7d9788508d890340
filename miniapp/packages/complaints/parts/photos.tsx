import { View } from '@tarojs/components';
import { call, useSignedIn } from '../../../api';
import { Button } from '../../../components/button';
import { FailureNotice } from '../../../components/failure-notice';
import { AddPapers } from '../../../components/papers/add-papers';
import { PaperRow } from '../../../components/papers/paper-row';
import type { Paper } from '../../../hooks/papers/paper';
import type { Papers } from '../../../hooks/papers/papers';
import { useAction } from '../../../hooks/use-action';
import { useMe } from '../../../hooks/use-me';

/** What the papers of a complaint are for, as one thing. */
const photo = 'photo';
const what = '照片';

interface PhotosProps {
  list: readonly Paper[];
  papers: Papers;
  most: number;
}

/** Photographs and files with their way to the server. Only who is known can send files; without them it can be filed all the same. */
export function Photos({ list, papers, most }: PhotosProps) {
  const signedIn = useSignedIn();
  const me = useMe().data;
  // Until there is a word on it (or without a network) whoever is signed in may choose; the server has the last word.
  const mayAdd = signedIn && (me === null || me.identity.verified);
  const enter = useAction(async (options) => {
    await call('GET /complaints', { query: {} }, options);
  }, 'identity');
  return (
    <>
      {list.map((paper, at) => (
        <PaperRow
          key={paper.key}
          paper={paper}
          at={at}
          materialName={what}
          onRemove={() => papers.remove(paper.key)}
          onReplace={(files) => void papers.add(photo, files, paper.key)}
          onGoOn={papers.goOn}
        />
      ))}
      {mayAdd && list.length < most && (
        <AddPapers
          materialName={what}
          most={most - list.length}
          onChosen={(files) => void papers.add(photo, files)}
        />
      )}
      {!mayAdd && (
        <>
          <FailureNotice failure={enter.failure} onRetry={() => void enter.run()} />
          <View className="text-second">传照片要先登录并实名；没有照片也可以投诉。</View>
          <Button kind="secondary" icon="camera" loading={enter.busy} onPress={() => void enter.run()}>
            登录后加照片
          </Button>
        </>
      )}
    </>
  );
}
