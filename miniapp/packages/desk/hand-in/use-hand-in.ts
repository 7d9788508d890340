import { useState } from 'react';
import {
  idNumberFault,
  idNumberWords,
  nameFault,
  nameWords,
  normalizeIdNumber,
  normalizeName,
} from '../../../../shared/domain/identity';
import type { FieldError } from '../../../components/error-summary';
import { type Action, useAction } from '../../../hooks/use-action';
import { today } from '../../../hooks/words';
import { act } from '../api/client';
import type { Ticket } from '../queue/use-desk';
import { noteHandedIn } from './handed-in';

/** What is read off the ID card and told at the counter. */
export interface Applicant {
  name: string;
  idNumber: string;
  phone: string;
}

interface HandInForm {
  itemCode: string | null;
  chooseItem: (code: string | null) => void;
  ticked: ReadonlySet<string>;
  tick: (id: string, on: boolean) => void;
  /** Who it is has to be asked: the number was taken without an account. */
  asksWho: boolean;
  applicant: Applicant;
  setApplicant: (change: Partial<Applicant>) => void;
  errors: readonly FieldError[];
  send: Action<[finish: boolean]>;
  submit: (finish: boolean) => void;
}

/** Taking in the papers of who is at the window. Nothing of it is kept on the machine. */
export function useHandIn(ticket: Ticket): HandInForm {
  const [chosen, setChosen] = useState<string | null>(ticket.itemCode);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [applicant, setApplicant] = useState<Applicant>({ name: '', idNumber: '', phone: '' });
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const asksWho = ticket.name === null;
  const phone = applicant.phone.trim();

  const send = useAction(async (options, finish: boolean) => {
    if (!chosen) return;
    const taken = await act(
      'POST /staff/cases',
      {
        body: {
          itemCode: chosen,
          received: [...ticked],
          ...(finish && { finish }),
          ...(phone !== '' && { phone }),
          ...(asksWho
            ? {
                applicant: {
                  name: normalizeName(applicant.name),
                  idNumber: normalizeIdNumber(applicant.idNumber),
                },
              }
            : { appointmentId: ticket.id }),
        },
      },
      options,
    );
    noteHandedIn(ticket.id, taken.id);
  });

  const faults = (): FieldError[] => {
    const found: FieldError[] = [];
    if (asksWho) {
      const number = normalizeIdNumber(applicant.idNumber);
      const wrongName = nameFault(normalizeName(applicant.name), number);
      if (wrongName) found.push({ field: 'name', message: nameWords[wrongName] });
      const wrongNumber = idNumberFault(number, today());
      if (wrongNumber) found.push({ field: 'idNumber', message: idNumberWords[wrongNumber] });
    }
    if (phone !== '' && !/^1[3-9]\d{9}$/.test(phone)) {
      found.push({ field: 'phone', message: '手机号是 1 开头的 11 位数字。' });
    }
    return found;
  };

  return {
    itemCode: chosen,
    chooseItem: (code) => {
      setChosen(code);
      setTicked(new Set());
    },
    ticked,
    tick(id, on) {
      const next = new Set(ticked);
      if (on) next.add(id);
      else next.delete(id);
      setTicked(next);
    },
    asksWho,
    applicant,
    setApplicant: (change) => setApplicant({ ...applicant, ...change }),
    errors,
    send,
    submit(finish) {
      const found = faults();
      setErrors(found);
      if (found.length === 0) void send.run(finish);
    },
  };
}
