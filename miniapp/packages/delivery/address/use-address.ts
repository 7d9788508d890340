import { useRouter } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import { call, perform } from '../../../api';
import type { FieldError } from '../../../components/error-summary';
import { toast } from '../../../components/toast';
import { type Action, useAction } from '../../../hooks/use-action';
import { back } from '../../../platform/navigate';
import { pickAddress } from '../parts/chosen-address';
import { type AddressForm, cleanPhone, emptyForm, faultsOf } from './faults';

interface AddressEditor {
  /** An address of the book is changed, not a new one written. */
  known: boolean;
  /** Null until the known address is there. */
  form: AddressForm | null;
  load: Action<[]>;
  change: (part: Partial<AddressForm>) => void;
  errors: readonly FieldError[];
  errorAt: (field: string) => string | undefined;
  submit: () => void;
  save: Action<[form: AddressForm]>;
}

/** One address, new or known. What is typed is kept by the server only: nothing of it stays on the phone. */
export function useAddress(): AddressEditor {
  const { id, choose } = useRouter().params;
  const [form, setForm] = useState<AddressForm | null>(id ? null : emptyForm);
  const [version, setVersion] = useState(0);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);

  const load = useAction(async ({ onSlow }) => {
    if (!id) return;
    const { version: now, ...address } = await call('GET /me/addresses/{id}', { params: { id } }, { onSlow });
    setVersion(now);
    setForm(address);
  }, 'identity');
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each address
  useEffect(() => {
    void load.run();
  }, [id]);

  const save = useAction(async (options, given: AddressForm) => {
    const body = {
      name: given.name.trim(),
      phone: cleanPhone(given.phone),
      regionCode: given.regionCode ?? '',
      detail: given.detail.trim(),
      isDefault: given.isDefault,
    };
    const quietly = { ...options, keep: false };
    const kept = id
      ? await perform('PUT /me/addresses/{id}', { params: { id }, body: { ...body, version } }, quietly)
      : await perform('POST /me/addresses', { body }, quietly);
    if (choose === '1') pickAddress(kept.id);
    toast('地址已保存');
    await back();
  }, 'identity');

  return {
    known: id !== undefined,
    form,
    load,
    change: (part) => setForm((was) => was && { ...was, ...part }),
    errors,
    errorAt: (field) => errors.find((one) => one.field === field)?.message,
    submit() {
      if (!form) return;
      const found = faultsOf(form);
      setErrors(found);
      if (found.length === 0) void save.run(form);
    },
    save,
  };
}
