import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { momentWords } from '../../../hooks/words';
import { a11y } from '../../../platform/a11y';
import type { DraftState } from '../draft/draft';

/** Where what was filled in is kept: always on this phone at once, and on the server as soon as it can be reached. */
export function SafetyLine({ state, onSave }: { state: DraftState; onSave: () => void }) {
  const { safety, savedAt, failure } = state;
  return (
    <View className="text-second" {...a11y({ role: 'status', live: 'polite' })}>
      {safety === 'saving' && '正在保存…'}
      {safety === 'saved' &&
        (savedAt === null
          ? '填到哪里存到哪里，关掉也不会丢。'
          : `${momentWords(savedAt)} 已保存，关掉也不会丢。`)}
      {safety === 'phone' && (
        <>
          {failure ? '先存在这台手机上，连上网就保存到系统。' : '已存在这台手机上，马上保存到系统…'}
          {failure && (
            <Button kind="link" icon="refresh" onPress={onSave}>
              现在保存
            </Button>
          )}
        </>
      )}
    </View>
  );
}
