import { Image, View } from '@tarojs/components';
import { useMemo } from 'react';
import { a11y } from '../platform/a11y';
import './qr-code.css';
import { qrDataUri } from './qr-data-uri';

/** A QR code as large as its column allows. Say in `label` what it is for; what it holds is not read out. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const source = useMemo(() => qrDataUri(text), [text]);
  return (
    <View className="qr" {...a11y({ role: 'img', label })}>
      <Image className="qr-image" mode="aspectFit" src={source} {...a11y({ hidden: true })} />
    </View>
  );
}
