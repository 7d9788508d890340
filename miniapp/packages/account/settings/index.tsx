import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { RadioGroup } from '../../../components/choice';
import { Page } from '../../../components/page';
import { useSizes } from '../../../hooks/use-sizes';
import { textScales } from '../../../platform/preferences';

const names: Record<number, string> = { 1: '标准', 1.2: '大', 1.4: '更大', 1.8: '最大' };

/** Elder mode and the size of text. */
export default function SettingsPage() {
  const { elderMode, textScale, setElderMode, setTextScale } = useSizes();
  const nearest = [...textScales].reverse().find((scale) => scale <= textScale) ?? 1;
  return (
    <Page title="长辈版和字号">
      <Card title="版本">
        <RadioGroup
          label="版本"
          options={[
            { value: 'standard', title: '标准版' },
            { value: 'elder', title: '长辈版', note: '字更大、按钮更大，首页只有四件事' },
          ]}
          value={elderMode ? 'elder' : 'standard'}
          onChange={(version) => setElderMode(version === 'elder')}
        />
      </Card>
      <Card title="字号">
        <RadioGroup
          label="字号"
          options={textScales.map((scale) => ({
            value: scale,
            title: <View style={{ fontSize: `${17 * scale}px` }}>{names[scale]}</View>,
          }))}
          value={nearest}
          onChange={setTextScale}
        />
        <View className="text-second">选好就生效。登录后，换一台手机也是这样。</View>
      </Card>
    </Page>
  );
}
