import { configure } from '@nutui/icons-react-taro';
import { Button as NutButton } from '@nutui/nutui-react-taro';
import type { ButtonProps as TaroButtonProps } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y, keyboard } from '../platform/a11y';
import { isWeapp } from '../platform/env';
import './button.css';
import { Icon, type IconName } from './icon';

// NutUI draws the wheel of a loading button as an <i>, for which WeChat has no component: it would not be there.
if (isWeapp) configure({ tag: 'view' });

/** `primary`: the one act of a screen. `danger`: takes something away. `link`: looks like text. */
export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'link';

export interface ButtonProps {
  /** Names the act: 确认预约 11月26日 9:00, never 确定 alone. */
  children: ReactNode;
  onPress?: () => void;
  kind?: ButtonKind;
  /** What was asked is under way: shown, and a second tap does nothing. */
  loading?: boolean;
  disabled?: boolean;
  /** As wide as its container; true unless it is a link. */
  block?: boolean;
  icon?: IconName;
  /** Replaces the text for screen readers. */
  label?: string;
  /** Id of the node, which WeChat wants for `agreePrivacyAuthorization`. */
  id?: string;
  /** WeChat's own abilities (phone number, share, privacy); not in the browser. */
  openType?: TaroButtonProps['openType'];
  onGetPhoneNumber?: TaroButtonProps['onGetPhoneNumber'];
  onAgreePrivacyAuthorization?: TaroButtonProps['onAgreePrivacyAuthorization'];
}

const looks = {
  primary: { type: 'primary', fill: 'solid' },
  secondary: { type: 'primary', fill: 'outline' },
  danger: { type: 'danger', fill: 'outline' },
  link: { type: 'primary', fill: 'none' },
} as const;

/** NutUI's button in our sizes, reachable from the keyboard in the browser. */
export function Button({
  children,
  onPress,
  kind = 'primary',
  loading = false,
  disabled = false,
  block = kind !== 'link',
  icon,
  label,
  ...native
}: ButtonProps) {
  const act = loading || disabled ? undefined : onPress;
  return (
    <NutButton
      {...native}
      {...looks[kind]}
      size="large"
      className={`button button-${kind}`}
      block={block}
      loading={loading}
      disabled={disabled}
      icon={icon ? <Icon name={icon} /> : null}
      onClick={() => act?.()}
      {...keyboard(act)}
      {...a11y({ role: 'button', label, disabled: disabled || undefined, busy: loading || undefined })}
    >
      {children}
    </NutButton>
  );
}
