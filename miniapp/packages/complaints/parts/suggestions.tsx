import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { channelsFor, type OtherChannel } from '../../../../shared/domain/complaint';
import { type Answer, call } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Notice } from '../../../components/notice';
import { dial } from '../../../components/phone-row';
import { Row } from '../../../components/row';
import { Sheet } from '../../../components/sheet';
import './complaints.css';

type Known = Answer<'GET /questions'>['items'][number];

const pauseMs = 700;
const enough = 5;
const longest = 100;
const most = 3;

/** Known answers that are like what is being typed, once the typing pauses; a server that does not answer is no matter. */
function useKnownAnswers(words: string, item: string | undefined): Known[] {
  const [known, setKnown] = useState<Known[]>([]);
  const q = words.trim().slice(0, longest);
  useEffect(() => {
    if (q.length < enough) {
      setKnown([]);
      return;
    }
    let gone = false;
    const timer = setTimeout(() => {
      call('GET /questions', { query: { q, item } }).then(
        ({ items }) => !gone && setKnown(items.slice(0, most)),
        () => undefined,
      );
    }, pauseMs);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [q, item]);
  return known;
}

interface SuggestionsProps {
  words: string;
  item: string | undefined;
  /** An answer was all that was needed. */
  onSolved: () => void;
}

/** Answers that are known already and the right place for what is not ours: beside the form, never in its way. */
export function Suggestions({ words, item, onSolved }: SuggestionsProps) {
  const known = useKnownAnswers(words, item);
  const [shown, setShown] = useState<Known | null>(null);
  return (
    <>
      {channelsFor(words).map((channel) => (
        <Channel key={channel.key} channel={channel} />
      ))}
      {known.length > 0 && (
        <Card title="类似的问题，已经有回答" flush>
          {known.map((one) => (
            <Row
              key={one.id}
              icon="message"
              title={one.question}
              note={one.by}
              onPress={() => setShown(one)}
            />
          ))}
        </Card>
      )}
      <Sheet open={shown !== null} title={shown?.question ?? ''} onClose={() => setShown(null)}>
        <View className="prose">{shown?.answer}</View>
        <View className="text-second">
          {shown?.by} · {shown?.answeredOn}
        </View>
        <Button onPress={() => setShown(null)}>接着写投诉</Button>
        <Button
          kind="secondary"
          onPress={() => {
            setShown(null);
            onSolved();
          }}
        >
          这样就清楚了，不投诉了
        </Button>
      </Sheet>
    </>
  );
}

/** Every short number that the words of a channel name, its own first. */
function numbersOf({ phone, words }: OtherChannel): string[] {
  return [...new Set([...(phone ? [phone] : []), ...(words.match(/\b1\d{2,4}\b/g) ?? [])])];
}

function Channel({ channel }: { channel: OtherChannel }) {
  const numbers = numbersOf(channel);
  return (
    <Notice
      tone={channel.key === 'emergency' ? 'red' : 'blue'}
      title={channel.title}
      live
      actions={numbers.map((number) => (
        <Button key={number} kind="link" icon="phone" onPress={() => dial(number)}>
          {`打 ${number}`}
        </Button>
      ))}
    >
      {channel.words}要在这里投诉，接着写就行。
    </Notice>
  );
}
