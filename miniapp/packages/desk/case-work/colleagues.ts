import { useRead } from '../api/use-read';

/** Whom a case can be handed to, as answers to choose from; nobody is asked for while it is not needed. */
export function useColleagues(wanted: boolean): { value: string; title: string; note?: string }[] {
  const { data } = useRead('GET /staff/colleagues', wanted ? {} : null);
  return (
    data?.items.map(({ id, name, number, roleWords }) => ({
      value: id,
      title: `${name} ${number}`,
      note: roleWords.join('、'),
    })) ?? []
  );
}
