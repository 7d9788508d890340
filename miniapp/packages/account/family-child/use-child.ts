import { useState } from 'react';
import {
  idNumberFault,
  idNumberWords,
  nameFault,
  nameWords,
  normalizeIdNumber,
  normalizeName,
} from '../../../../shared/domain/identity';
import { type Answer, perform } from '../../../api';
import type { FieldError } from '../../../components/error-summary';
import { toast } from '../../../components/toast';
import { type Action, useAction } from '../../../hooks/use-action';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { today } from '../../../hooks/words';
import { back } from '../../../platform/navigate';

interface ChildForm {
  mandates: Resource<Answer<'GET /mandates'>>;
  name: string;
  setName: (name: string) => void;
  idNumber: string;
  setIdNumber: (idNumber: string) => void;
  errors: readonly FieldError[];
  errorAt: (field: string) => string | undefined;
  submit: () => void;
  add: Action<[name: string, idNumber: string, version: string]>;
}

/** A child without an account: name and number go to the server and are kept nowhere here. */
export function useChild(): ChildForm {
  const mandates = useResource('GET /mandates', {});
  const [name, setName] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const add = useAction(async (options, cleanName: string, cleanNumber: string, version: string) => {
    const body = { name: cleanName, idNumber: cleanNumber, version };
    const { name: shown } = await perform('POST /mandates/children', { body }, { ...options, keep: false });
    toast(`已添加 ${shown ?? '孩子'}`);
    await back();
  }, 'identity');

  const submit = () => {
    const cleanName = normalizeName(name);
    const cleanNumber = normalizeIdNumber(idNumber);
    const found: FieldError[] = [];
    const wrongName = nameFault(cleanName, cleanNumber);
    if (wrongName) found.push({ field: 'name', message: nameWords[wrongName] });
    const wrongNumber = idNumberFault(cleanNumber, today());
    if (wrongNumber) found.push({ field: 'idNumber', message: idNumberWords[wrongNumber] });
    setErrors(found);
    if (found.length === 0 && mandates.data) {
      void add.run(cleanName, cleanNumber, mandates.data.terms.version);
    }
  };
  return {
    mandates,
    name,
    setName,
    idNumber,
    setIdNumber,
    errors,
    errorAt: (field) => errors.find((one) => one.field === field)?.message,
    submit,
    add,
  };
}
