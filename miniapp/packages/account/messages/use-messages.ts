import { type Answer, call, perform, useSignedIn } from '../../../api';
import { type Action, useAction } from '../../../hooks/use-action';
import { type More, useMore } from '../../../hooks/use-more';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { open, pageUrl } from '../../../platform/navigate';

type Page = Answer<'GET /messages'>;
export type Message = Page['items'][number];

/** What was told about one matter, the newest first. */
export interface Thread {
  key: string;
  subject: Message['subject'];
  messages: Message[];
  unread: number;
}

interface Inbox extends Resource<Page>, Omit<More<Message>, 'rows'> {
  threads: Thread[];
  readAll: Action<[]>;
  /** Opens what the messages are about; they count as read then. */
  openThread: (thread: Thread) => void;
}

/** Messages put together by what they are about, in the order of the newest of each. */
export function threadsOf(messages: readonly Message[]): Thread[] {
  const byKey = new Map<string, Thread>();
  for (const message of messages) {
    const key = `${message.subject.kind} ${message.subject.id}`;
    const thread = byKey.get(key) ?? { key, subject: message.subject, messages: [], unread: 0 };
    thread.messages.push(message);
    if (!message.read) thread.unread += 1;
    byKey.set(key, thread);
  }
  return [...byKey.values()];
}

const pages: Record<Message['subject']['kind'], (id: string) => string> = {
  appointment: (id) => pageUrl('/packages/booking/ticket/index', { id }),
  case: (id) => pageUrl('/packages/cases/detail/index', { id }),
  delivery: (id) => pageUrl('/packages/delivery/detail/index', { id }),
  order: (id) => pageUrl('/packages/payment/order/index', { id }),
  mandate: () => '/packages/account/family/index',
  queue: () => '/pages/matters/index',
  complaint: (id) => pageUrl('/packages/complaints/detail/index', { id }),
  question: (id) => pageUrl('/packages/questions/detail/index', { id }),
  evaluation: (id) => pageUrl('/packages/evaluation/detail/index', { id }),
  rectification: () => '/pages/matters/index',
};

/** My messages. */
export function useMessages(): Inbox {
  const signedIn = useSignedIn();
  const first = useResource('GET /messages', signedIn ? {} : null);
  const { rows, ...more } = useMore(first.data, (page) => call('GET /messages', { query: { page } }));
  const markRead = (body: { ids: string[] } | { all: true }) =>
    perform('POST /messages/read', { body }, { keep: false });

  const readAll = useAction(async () => {
    await markRead({ all: true });
    first.reload();
  });
  return {
    ...first,
    ...more,
    threads: threadsOf(rows),
    readAll,
    openThread(thread) {
      const ids = thread.messages.filter(({ read }) => !read).map(({ id }) => id);
      // Not worth a word when it fails: they stay unread.
      if (ids.length > 0) markRead({ ids: ids.slice(0, 100) }).then(first.reload, () => undefined);
      void open(pages[thread.subject.kind](thread.subject.id));
    },
  };
}
