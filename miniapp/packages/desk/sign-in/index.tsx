import { useEffect } from 'react';
import type { StaffMe } from '../../../../shared/contract/staff';
import { replace } from '../../../platform/navigate';
import { Frame } from '../frame';
import { placesFor } from '../frame/places';

/** The way in for staff; once signed in it leads on to where one's work is. */
export default function SignInPage() {
  return <Frame title="工作台">{(me) => <Onward me={me} />}</Frame>;
}

function Onward({ me }: { me: StaffMe }) {
  useEffect(() => {
    const first = placesFor(me.roles)[0];
    if (first) void replace(first.path);
  }, [me.roles]);
  return null;
}
