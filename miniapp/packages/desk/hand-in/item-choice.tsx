import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { call } from '../../../api/client';
import { asFailure, type Failure } from '../../../api/failure';
import type { Answer } from '../../../api/types';
import { FailureNotice } from '../../../components/failure-notice';
import { Row } from '../../../components/row';
import { SearchBox } from '../../../components/search-box';

type Found = Answer<'GET /items'>['items'];

const pauseMs = 250;
const most = 6;

/** What the person came for, where nobody asked before: found by a word of its name. */
export function ItemChoice({ onChoose }: { onChoose: (code: string) => void }) {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    const q = words.trim();
    let over = false;
    setFound(null);
    if (q === '') return;
    const timer = setTimeout(() => {
      call('GET /items', { query: { q } }).then(
        ({ items }) => {
          if (over) return;
          setFailure(null);
          setFound(items.slice(0, most));
        },
        (thrown: unknown) => !over && setFailure(asFailure(thrown)),
      );
    }, pauseMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [words]);
  return (
    <>
      <SearchBox label="办什么事" placeholder="输入事项名称" value={words} onChange={setWords} />
      <FailureNotice failure={failure} />
      {found?.length === 0 && <View className="text-second">没有找到，换个词试试。</View>}
      <View>
        {found?.map(({ code, name, department, countyName }) => (
          <Row
            key={code}
            title={name}
            note={`${department} · ${countyName}`}
            onPress={() => onChoose(code)}
          />
        ))}
      </View>
    </>
  );
}
