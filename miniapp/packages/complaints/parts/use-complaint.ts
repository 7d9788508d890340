import { useDidShow } from '@tarojs/taro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { asFailure, call, type Failure, remember } from '../../../api';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { pageUrl } from '../../../platform/navigate';
import { onBackOnline } from '../../../platform/network';
import type { ComplaintDetail } from './form';
import { noteAnonymous, useAnonymous } from './known';

/** One's own by its id; without a name by its number, whose code is never in an address. */
export function detailUrl({ id, number }: { id?: string; number?: string }): string {
  return pageUrl('/packages/complaints/detail/index', number ? { number } : { id });
}

export interface OpenComplaint {
  resource: Resource<ComplaintDetail>;
  /** Of a complaint without a name; null for one's own, and where it is not known here. */
  code: string | null;
  /** The number is known, the code is not: it has to be asked for. */
  codeMissing: boolean;
  /** What the server just said of it. */
  take: (detail: ComplaintDetail) => void;
}

/**
 * A complaint, one's own or one without a name.
 * @param id of one's own; empty otherwise
 * @param number of one without a name; empty otherwise
 */
export function useComplaint(id: string, number: string): OpenComplaint {
  const own = useResource('GET /complaints/{id}', id && !number ? { params: { id } } : null, { freshFor: 0 });
  const { resource, code, take } = useLookup(number);
  if (!number) {
    return {
      resource: own,
      code: null,
      codeMissing: false,
      take(detail) {
        remember('GET /complaints/{id}', { params: { id } }, detail, null);
        own.reload();
      },
    };
  }
  return { resource, code, codeMissing: code === null, take };
}

interface Asking {
  asking: boolean;
  slow: boolean;
  failure: Failure | null;
}

const idle: Asking = { asking: false, slow: false, failure: null };

/** As `useResource`, by number and code: what was read stays in memory only. */
function useLookup(number: string): {
  resource: Resource<ComplaintDetail>;
  code: string | null;
  take: (detail: ComplaintDetail) => void;
} {
  const { code, detail, at } = useAnonymous(number);
  const [state, setState] = useState<Asking>(idle);
  const flying = useRef(false);

  const load = useCallback(async () => {
    if (!number || !code || flying.current) return;
    flying.current = true;
    setState({ asking: true, slow: false, failure: null });
    try {
      const onSlow = () => setState({ asking: true, slow: true, failure: null });
      noteAnonymous(await call('POST /complaint-lookups', { body: { number, code } }, { onSlow }), code);
      setState(idle);
    } catch (thrown) {
      setState({ asking: false, slow: false, failure: asFailure(thrown) });
    }
    flying.current = false;
  }, [number, code]);

  useEffect(() => {
    void load();
  }, [load]);
  useEffect(() => onBackOnline(() => void load()), [load]);
  useDidShow(() => void load());

  return {
    resource: {
      data: detail,
      at,
      failure: state.failure,
      loading: detail === null && state.failure === null && code !== null,
      slow: state.slow,
      reload: () => void load(),
    },
    code,
    take: (fresh) => {
      if (code) noteAnonymous(fresh, code);
    },
  };
}
