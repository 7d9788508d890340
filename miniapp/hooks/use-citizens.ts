import { useEffect, useState } from 'react';
import { forgetSession, signIn } from '../api';
import { type Citizen, chooseCitizen, chosenCitizen, citizens } from '../api/sandbox';
import { isWeapp } from '../platform/env';
import { type Action, useAction } from './use-action';

interface Citizens {
  /** Empty in WeChat and where there is no sandbox. */
  list: Citizen[];
  /** Who signs in on this browser; the first of the list before one was chosen. */
  current: Citizen | null;
  become: Action<[id: string]>;
}

/** The sandbox's invented people: in a development browser one can be any of them. */
export function useCitizens(): Citizens {
  const [list, setList] = useState<Citizen[]>([]);
  const [chosen, setChosen] = useState(chosenCitizen);
  useEffect(() => {
    if (!isWeapp) void citizens().then(setList);
  }, []);
  const become = useAction(async (_options, id: string) => {
    forgetSession();
    chooseCitizen(id);
    setChosen(id);
    await signIn();
  });
  return { list, current: list.find(({ id }) => id === chosen) ?? list[0] ?? null, become };
}
