import { ScrollView, Text, View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { toast } from '../../../components/toast';
import { copy } from '../../../hooks/copy';
import { a11y } from '../../../platform/a11y';
import { isWeapp } from '../../../platform/env';
import './privacy.css';
import type { usePrivacy } from './use-privacy';

function saveFile(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = '我的资料.json';
  link.click();
  URL.revokeObjectURL(url);
  toast('文件已下载');
}

/** A copy of everything that is stored about me. */
export function Export({ privacy: { exported, download } }: { privacy: ReturnType<typeof usePrivacy> }) {
  return (
    <Card title="要一份我的资料">
      <FailureNotice failure={download.failure} onRetry={() => void download.run()} />
      {exported === null ? (
        <>
          <View>系统里关于您的全部内容，连身份证号也是完整的，注意身边有没有人。</View>
          <Button kind="secondary" loading={download.busy} onPress={() => void download.run()}>
            {download.busy ? '正在整理…' : '取出我的资料'}
          </Button>
        </>
      ) : (
        <>
          <ScrollView
            scrollY
            className="export-text"
            {...(isWeapp ? {} : { tabIndex: 0 })}
            {...a11y({ role: 'region', label: '我的资料' })}
          >
            <Text userSelect>{exported}</Text>
          </ScrollView>
          <Button kind="secondary" onPress={() => void copy(exported)}>
            复制全部
          </Button>
          {!isWeapp && (
            <Button kind="secondary" onPress={() => saveFile(exported)}>
              存成文件
            </Button>
          )}
        </>
      )}
    </Card>
  );
}
