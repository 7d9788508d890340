import { Popup } from '@nutui/nutui-react-taro';
import { View } from '@tarojs/components';
import { type ReactNode, useState } from 'react';
import { a11y, nextId } from '../platform/a11y';
import { Button, type ButtonKind } from './button';
import { Icon } from './icon';
import './sheet.css';
import { useDialogFocus } from './use-dialog-focus';

interface SheetProps {
  open: boolean;
  title: string;
  /** The curtain, the cross and Escape ask for this. */
  onClose: () => void;
  children: ReactNode;
}

/**
 * A sheet over the foot of the page, within the thumb's reach. In the browser it holds the focus, Escape closes it,
 * and the focus then returns to where it was.
 */
export function Sheet({ open, title, onClose, children }: SheetProps) {
  return (
    <Popup
      visible={open}
      position="bottom"
      round
      destroyOnClose
      duration={0}
      onClose={() => open && onClose()}
    >
      {open && (
        <SheetContent title={title} onClose={onClose}>
          {children}
        </SheetContent>
      )}
    </Popup>
  );
}

/** Mounted while the sheet is open: NutUI draws its content a moment after it was asked to. */
function SheetContent({ title, onClose, children }: Omit<SheetProps, 'open'>) {
  const [titleId] = useState(() => nextId('sheet'));
  const { box, manners } = useDialogFocus(onClose);
  return (
    <View
      ref={box}
      className="sheet"
      {...a11y({ role: 'dialog', modal: true, labelledBy: titleId })}
      {...manners}
    >
      <View className="sheet-head">
        <View id={titleId} className="text-lead row-main" {...a11y({ role: 'heading', level: 2 })}>
          {title}
        </View>
        <Button kind="link" label="关闭" onPress={onClose}>
          <Icon name="close" />
        </Button>
      </View>
      <View className="sheet-body">{children}</View>
    </View>
  );
}

interface ConfirmSheetProps {
  open: boolean;
  title: string;
  /** What follows, and what can still be done after. */
  children: ReactNode;
  /** Names the act: 取消这次预约. */
  action: string;
  kind?: ButtonKind;
  loading?: boolean;
  onConfirm: () => void;
  /** Names the way out: 保留预约. */
  keep: string;
  onClose: () => void;
}

/** Asks once more before something that cannot be taken back. */
export function ConfirmSheet(props: ConfirmSheetProps) {
  const { open, title, children, action, kind = 'primary', loading, onConfirm, keep, onClose } = props;
  return (
    <Sheet open={open} title={title} onClose={onClose}>
      <View>{children}</View>
      <Button kind={kind} loading={loading} onPress={onConfirm}>
        {action}
      </Button>
      <Button kind="secondary" onPress={onClose}>
        {keep}
      </Button>
    </Sheet>
  );
}
