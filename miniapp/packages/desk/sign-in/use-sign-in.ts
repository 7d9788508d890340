import { useState } from 'react';
import type { FieldError } from '../../../components/error-summary';
import { type Action, useAction } from '../../../hooks/use-action';
import { act } from '../api/client';
import { beginStaffSession } from '../api/session';
import type { StaffAnswer } from '../api/types';

type Pending = StaffAnswer<'POST /staff/sessions'>;

interface StaffSignIn {
  /** What the first step gave; null while number and password are asked for. */
  pending: Pending | null;
  number: string;
  setNumber: (text: string) => void;
  password: string;
  setPassword: (text: string) => void;
  code: string;
  setCode: (text: string) => void;
  newPassword: string;
  setNewPassword: (text: string) => void;
  again: string;
  setAgain: (text: string) => void;
  errors: readonly FieldError[];
  errorAt: (field: string) => string | undefined;
  first: Action<[]>;
  second: Action<[]>;
  submit: () => void;
  restart: () => void;
}

/** Number and password, then the code of the authenticator app; at the first time also a password of one's own. */
export function useStaffSignIn(): StaffSignIn {
  const [pending, setPending] = useState<Pending | null>(null);
  const [number, setNumber] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [again, setAgain] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);

  const first = useAction(async (options) => {
    const answer = await act(
      'POST /staff/sessions',
      { body: { number: number.trim().toUpperCase(), password } },
      options,
    );
    setPending(answer);
    setPassword('');
  });
  const second = useAction(async (options) => {
    if (!pending) return;
    const body = {
      pending: pending.pending,
      code: code.replace(/\s/g, ''),
      ...(pending.newPasswordNeeded && { newPassword }),
    };
    try {
      const { token, staff } = await act('POST /staff/sessions/verify', { body }, options);
      beginStaffSession({ token, me: staff });
    } finally {
      // A code is good once: the next try needs the next one.
      setCode('');
    }
  });

  const faults = (): FieldError[] => {
    const found: FieldError[] = [];
    const want = (field: string, ok: boolean, message: string) => !ok && found.push({ field, message });
    if (!pending) {
      want('number', /^[A-Za-z0-9-]{3,20}$/.test(number.trim()), '填工号，3 到 20 位字母、数字或 -。');
      want('password', password !== '', '填密码。');
      return found;
    }
    if (pending.newPasswordNeeded) {
      want('newPassword', newPassword !== '', '填新密码。');
      want('again', again === newPassword, '两次填的新密码要一样。');
    }
    want('code', /^\d{6}$/.test(code.replace(/\s/g, '')), '填动态码，6 位数字。');
    return found;
  };

  return {
    pending,
    number,
    setNumber,
    password,
    setPassword,
    code,
    setCode,
    newPassword,
    setNewPassword,
    again,
    setAgain,
    errors,
    errorAt: (field) => errors.find((one) => one.field === field)?.message,
    first,
    second,
    submit() {
      const found = faults();
      setErrors(found);
      if (found.length > 0) return;
      void (pending ? second : first).run();
    },
    restart() {
      setPending(null);
      setErrors([]);
      second.clear();
    },
  };
}
