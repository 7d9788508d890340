import { View } from '@tarojs/components';
import { useState } from 'react';
import { a11y } from '../../platform/a11y';
import { isWeapp } from '../../platform/env';
import { type ChosenFile, chooseFiles, type FileSource } from '../../platform/files/choose';
import { Icon, type IconName } from '../icon';
import { Notice } from '../notice';
import { Pressable } from '../pressable';
import './papers.css';

/** What was chosen; never empty. */
export type OnChosen = (files: readonly ChosenFile[]) => void;

const ways: { source: FileSource; title: string; icon: IconName }[] = [
  { source: 'camera', title: '拍照', icon: 'camera' },
  { source: 'album', title: '相册', icon: 'picture' },
  { source: 'file', title: isWeapp ? '聊天文件' : '文件', icon: 'document' },
];

interface AddPapersProps {
  materialName: string;
  /** How many may be chosen at once. */
  most: number;
  onChosen: OnChosen;
}

/** Three ways to a paper: photograph it, from the album, a file. */
export function AddPapers({ materialName, most, onChosen }: AddPapersProps) {
  const [refused, setRefused] = useState(false);
  const choose = async (source: FileSource) => {
    setRefused(false);
    try {
      const files = await chooseFiles(source, most);
      if (files.length > 0) onChosen(files);
    } catch {
      setRefused(true);
    }
  };
  return (
    <>
      <View className="ways" {...a11y({ role: 'group', label: `添加 ${materialName}` })}>
        {ways.map(({ source, title, icon }) => (
          <Pressable
            key={source}
            className="way"
            label={`${title}：${materialName}`}
            onPress={() => void choose(source)}
          >
            <Icon name={icon} />
            {title}
          </Pressable>
        ))}
      </View>
      {refused && (
        <Notice tone="amber">
          没有拿到照片或文件。可以换一种方式，或在手机设置里允许使用相机和相册；也可以带材料到窗口交。
        </Notice>
      )}
    </>
  );
}
