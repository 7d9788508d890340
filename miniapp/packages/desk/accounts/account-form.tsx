import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffAccount, StaffMe } from '../../../../shared/contract/staff';
import { type StaffRole, staffRoles, staffRoleWords } from '../../../../shared/domain/staff';
import { Button } from '../../../components/button';
import { CheckRow, RadioGroup } from '../../../components/choice';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { Field } from '../../../components/field';
import { useResource } from '../../../hooks/use-resource';

/** What makes an account. */
export interface AccountValues {
  number: string;
  name: string;
  roles: StaffRole[];
  venueId: string | null;
  department: string | null;
}

interface AccountFormProps {
  me: StaffMe;
  /** The account to change; a new one without it. */
  account?: StaffAccount;
  busy: boolean;
  action: string;
  onSend: (values: AccountValues) => void;
  onClose: () => void;
}

const city = 'city';

/** Number, name, roles and where they hold. */
export function AccountForm({ me, account, busy, action, onSend, onClose }: AccountFormProps) {
  const [number, setNumber] = useState(account?.number ?? '');
  const [name, setName] = useState(account?.name ?? '');
  const [roles, setRoles] = useState<readonly StaffRole[]>(account?.roles ?? []);
  const [venue, setVenue] = useState<string | null>(
    account ? (account.venue?.id ?? city) : (me.venue?.id ?? null),
  );
  const [department, setDepartment] = useState(account?.department ?? '');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const errorAt = (field: string) => errors.find((one) => one.field === field)?.message;
  const halls = useResource('GET /venues', me.venue ? null : { query: { level: 'centre' } });
  const venues = me.venue
    ? [{ value: me.venue.id, title: me.venue.name }]
    : [
        { value: city, title: '全市' },
        ...(halls.data?.items.map((hall) => ({ value: hall.id, title: hall.name })) ?? []),
      ];

  const send = () => {
    const found: FieldError[] = [];
    if (!/^[A-Za-z0-9-]{3,20}$/.test(number.trim())) {
      found.push({ field: 'account-number', message: '工号是 3 到 20 位字母、数字或 -。' });
    }
    if (name.trim().length < 2) found.push({ field: 'account-name', message: '填写姓名。' });
    if (roles.length === 0) found.push({ field: 'roles', message: '至少选一个岗位。' });
    if (venue === null) found.push({ field: 'venue', message: '选在哪个大厅。' });
    setErrors(found);
    if (found.length > 0) return;
    onSend({
      number: number.trim().toUpperCase(),
      name: name.trim(),
      roles: staffRoles.filter((role) => roles.includes(role)),
      venueId: venue === city ? null : venue,
      department: department.trim() || null,
    });
  };
  return (
    <View className="case-form">
      <ErrorSummary errors={errors} />
      <View className="desk-fields">
        {!account && (
          <Field
            name="account-number"
            label="工号"
            error={errorAt('account-number')}
            value={number}
            onChange={setNumber}
            maxlength={20}
          />
        )}
        <Field
          name="account-name"
          label="姓名"
          error={errorAt('account-name')}
          value={name}
          onChange={setName}
          maxlength={30}
        />
        <Field
          name="department"
          label="部门（空着就是大厅的全部部门）"
          value={department}
          onChange={setDepartment}
          maxlength={60}
        />
      </View>
      <View className="account-choices">
        <View className="account-choice">
          <View className="field-label">岗位</View>
          <View className="text-small">管理员和审计单独一个账号</View>
          {staffRoles.map((role) => (
            <CheckRow
              key={role}
              checked={roles.includes(role)}
              title={staffRoleWords[role]}
              onChange={(on) => setRoles(on ? [...roles, role] : roles.filter((other) => other !== role))}
            />
          ))}
        </View>
        <View className="account-choice">
          <View className="field-label">在哪里</View>
          <RadioGroup label="在哪里" options={venues} value={venue} onChange={setVenue} />
        </View>
      </View>
      <View className="desk-buttons">
        <Button block={false} loading={busy} onPress={send}>
          {action}
        </Button>
        <Button block={false} kind="secondary" onPress={onClose}>
          返回
        </Button>
      </View>
    </View>
  );
}
