import { Image, View } from '@tarojs/components';
import { useMemo, useRef, useState } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { qrDataUri } from '../../../components/qr-data-uri';
import { useAction } from '../../../hooks/use-action';
import { a11y } from '../../../platform/a11y';
import { isWeapp } from '../../../platform/env';
import { ask } from '../api/client';
import type { StaffAnswer } from '../api/types';
import { usePrintCopy } from '../parts/use-print-copy';
import './window-card.css';

type CardOf = StaffAnswer<'GET /staff/windows/{id}/card'>;

/** The card that stands on the counter: shown as it will be, and printed alone. Citizens rate by it, or see who sits there. */
export function WindowCard({ windowId, name }: { windowId: string; name: string }) {
  const [card, setCard] = useState<CardOf | null>(null);
  const load = useAction(async () =>
    setCard(await ask('GET /staff/windows/{id}/card', { params: { id: windowId } })),
  );
  const shown = card?.windowId === windowId ? card : null;
  return (
    <Card title={`${name} 的评价码`}>
      <View className="text-second">打印出来放在柜台上，群众扫一扫就能看窗口公开的内容、评价这次服务。</View>
      <FailureNotice failure={load.failure} />
      {shown ? (
        <>
          <Sheet card={shown} />
          {isWeapp ? (
            <View className="text-second">在电脑上打开这一页可以打印。</View>
          ) : (
            <View className="desk-buttons">
              <Button kind="secondary" block={false} onPress={() => window.print()}>
                打印评价码
              </Button>
            </View>
          )}
        </>
      ) : (
        <View className="desk-buttons">
          <Button kind="secondary" block={false} loading={load.busy} onPress={() => void load.run()}>
            看评价码
          </Button>
        </View>
      )}
    </Card>
  );
}

/** Of a page in a browser: where nobody set its address it is where this page is. */
function addressOf(url: string): string {
  return isWeapp || !url.startsWith('/') ? url : window.location.origin + url;
}

function Sheet({ card: { image, url, venueName, windowName } }: { card: CardOf }) {
  const sheet = useRef<HTMLElement>(null);
  const page = useMemo(() => qrDataUri(addressOf(url)), [url]);
  const sources = image ? [image, page] : [page];
  usePrintCopy(sheet, 'window-card-print', { className: 'window-card-image', sources });
  return (
    <View ref={sheet} className="window-card">
      <View className="window-card-venue">{venueName}</View>
      <View className="window-card-name">{windowName}</View>
      <View className="window-card-lead">这次办得怎么样？扫码评一评</View>
      {image && <Code source={image} label={`${windowName} 的评价码，用微信扫`} words="用微信扫" />}
      <Code
        source={page}
        small={image !== null}
        label={`${windowName} 的网页评价码`}
        words={image ? '没有微信，用浏览器扫' : '用微信或浏览器扫'}
      />
      <View>自愿评价，工作人员看不到是谁评的。也可以看窗口承诺、办理流程，或者投诉。</View>
    </View>
  );
}

interface CodeProps {
  source: string;
  label: string;
  words: string;
  small?: boolean;
}

function Code({ source, label, words, small = false }: CodeProps) {
  return (
    <View className={small ? 'window-card-half window-card-small' : 'window-card-half'}>
      <View className="window-card-code" {...a11y({ role: 'img', label })}>
        <Image className="window-card-image" mode="aspectFit" src={source} {...a11y({ hidden: true })} />
      </View>
      <View>{words}</View>
    </View>
  );
}
