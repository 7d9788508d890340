import { View } from '@tarojs/components';
import { privacyQuestion } from '../platform/privacy';
import { useStore } from '../platform/store';
import { Button } from './button';
import { Sheet } from './sheet';

const agreeButton = 'agree-privacy';

/** WeChat's privacy question in our words. Declining leaves everything usable that needs no personal data. */
export function PrivacyPopup() {
  const question = useStore(privacyQuestion);
  if (!question) return null;
  return (
    <Sheet open title="使用您的信息前，先问您一声" onClose={question.disagree}>
      <View>
        接下来的一步要用到手机号、位置、图片或收件地址中的一项，只用来办您正在办的这件事。不同意也可以继续看指南、查大厅，或到窗口办理。
      </View>
      <Button kind="link" onPress={question.readNotice}>
        看《隐私保护指引》全文
      </Button>
      <Button
        id={agreeButton}
        openType="agreePrivacyAuthorization"
        onAgreePrivacyAuthorization={() => question.agree(agreeButton)}
      >
        同意并继续
      </Button>
      <Button kind="secondary" onPress={question.disagree}>
        不同意
      </Button>
    </Sheet>
  );
}
