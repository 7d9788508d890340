import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { Page } from '../../../components/page';
import { PhoneRow } from '../../../components/phone-row';
import { Row } from '../../../components/row';
import { open } from '../../../platform/navigate';

/** Whom to ask, and what this app is and is not. */
export default function HelpPage() {
  return (
    <Page title="帮助和关于">
      <Card title="打电话问" flush>
        <PhoneRow who="便民热线" number="12345" note="昭通市，区号 0870" />
        <Row
          icon="hall"
          title="各大厅的电话和时间"
          onPress={() => void open('/packages/guide/halls/index')}
        />
      </Card>
      <Card title="没办成、不满意" flush>
        <Row
          icon="edit"
          title="我要投诉"
          note="可以匿名，一直看得到谁在办、几时办好"
          onPress={() => void open('/packages/complaints/file/index')}
        />
      </Card>
      <Card title="怎么约窗口">
        <View>1. 在“办事”里搜要办的事，例如 身份证。</View>
        <View>2. 看要带什么，点“最早可约”，或自己选大厅和时间。</View>
        <View>3. 核对后确认，到时间带上材料，在大厅扫签到码。</View>
        <View className="text-second">
          来不了，开始前 2 小时都可以改期或取消。60 岁以上不用预约，直接到窗口。
        </View>
      </Card>
      <Card title="这些急事不在这里办">
        <View>报警 110，火警 119，急救 120。</View>
      </Card>
      <Card title="示例数据说明">
        <View>
          事项名称、时限、费用、大厅地址和开门时间里，标着“示例”的是为演示编的，以各大厅公布的为准。
        </View>
        <View className="text-second">昭通一站办 · 开放源代码（MIT）</View>
      </Card>
      <Card flush>
        <Row icon="shield" title="工作人员入口" onPress={() => void open('/packages/desk/sign-in/index')} />
      </Card>
    </Page>
  );
}
