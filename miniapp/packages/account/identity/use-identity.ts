import { useUnload } from '@tarojs/taro';
import { useState } from 'react';
import {
  idNumberFault,
  idNumberWords,
  nameFault,
  nameWords,
  normalizeIdNumber,
  normalizeName,
} from '../../../../shared/domain/identity';
import { perform, remember } from '../../../api';
import type { FieldError } from '../../../components/error-summary';
import { gateWaits, leaveGate, passGate } from '../../../hooks/gate';
import { type Action, useAction } from '../../../hooks/use-action';
import { today } from '../../../hooks/words';

interface IdentityForm {
  name: string;
  setName: (name: string) => void;
  idNumber: string;
  setIdNumber: (idNumber: string) => void;
  /** What has to be mended, since the last time it was checked. */
  errors: readonly FieldError[];
  errorAt: (field: string) => string | undefined;
  /** Something waits for it: what comes next can be said. */
  waits: boolean;
  submit: () => void;
  verify: Action<[name: string, idNumber: string]>;
}

/** Name and ID number, checked on this phone first and then by the identity service. Nothing of it is kept here. */
export function useIdentity(): IdentityForm {
  const [name, setName] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);

  const verify = useAction(async (options, cleanName: string, cleanNumber: string) => {
    const body = { name: cleanName, idNumber: cleanNumber };
    const me = await perform('PUT /me/identity', { body }, { ...options, keep: false });
    remember('GET /me', {}, me, null);
    await passGate('identity', true);
  }, 'consent');
  useUnload(() => leaveGate('identity'));

  const submit = () => {
    const cleanName = normalizeName(name);
    const cleanNumber = normalizeIdNumber(idNumber);
    const found: FieldError[] = [];
    const wrongName = nameFault(cleanName, cleanNumber);
    if (wrongName) found.push({ field: 'name', message: nameWords[wrongName] });
    const wrongNumber = idNumberFault(cleanNumber, today());
    if (wrongNumber) found.push({ field: 'idNumber', message: idNumberWords[wrongNumber] });
    setErrors(found);
    if (found.length === 0) void verify.run(cleanName, cleanNumber);
  };

  // What the server finds at a field is shown as if it had been found here.
  const fromServer = Object.entries(verify.failure?.fields ?? {}).map(([path, message]) => ({
    field: path.replace(/^body\./, ''),
    message,
  }));
  const shown = fromServer.length > 0 ? fromServer : errors;
  return {
    name,
    setName,
    idNumber,
    setIdNumber,
    errors: shown,
    errorAt: (field) => shown.find((one) => one.field === field)?.message,
    waits: gateWaits('identity'),
    submit,
    verify,
  };
}
