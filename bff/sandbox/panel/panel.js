// The panel does nothing that HTTP cannot: it calls the controls beside it and shows what they say.

const at = (id) => document.getElementById(id);

/** Where the browser's app looks for whom to sign in as; the doubled JSON is how Taro keeps storage. */
const chosen = {
  read: () => {
    try {
      return JSON.parse(JSON.parse(localStorage.getItem('sandbox-citizen')).data);
    } catch {
      return null;
    }
  },
  write: (id) => localStorage.setItem('sandbox-citizen', JSON.stringify({ data: JSON.stringify(id) })),
};

function say(text, failed = false) {
  at('said').textContent = text;
  at('said').classList.toggle('failed', failed);
}

async function ask(method, path, body) {
  const response = await fetch(`/sandbox${path}`, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.status === 204) return null;
  const answer = await response.json();
  if (response.ok) return answer;
  const fields = Object.values(answer.error?.fields ?? {}).join(' ');
  throw new Error(`${answer.error?.message ?? response.status} ${fields}`);
}

/** Runs what a button stands for and says how it went. */
async function act(done, work) {
  try {
    await work();
    say(done);
  } catch (error) {
    say(error.message, true);
  }
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

async function showCitizens() {
  const { citizens, total } = await ask('GET', '/citizens?limit=50');
  const current = chosen.read() ?? citizens[0]?.id;
  at('citizens').replaceChildren(
    ...citizens.map((citizen) => {
      const row = element('li');
      const button = element('button', citizen.id === current ? '登录的是他' : '换成他');
      button.setAttribute('aria-pressed', String(citizen.id === current));
      button.setAttribute('aria-label', `${button.textContent}：${citizen.name}`);
      button.addEventListener('click', () =>
        act(`下一次登录的是${citizen.name}`, async () => {
          chosen.write(citizen.id);
          await showCitizens();
        }),
      );
      const facts = `${citizen.idNumber} · ${citizen.phone}${citizen.about && ` · ${citizen.about}`}`;
      row.append(element('strong', citizen.name), ' ', button, element('small', facts));
      return row;
    }),
    ...(total > citizens.length ? [element('li', `共 ${total} 人，这里列出前 ${citizens.length} 个`)] : []),
  );
}

/** The code that somebody's authenticator app would show. */
async function showCode(number) {
  try {
    const { code } = await ask('GET', `/staff/${encodeURIComponent(number)}/totp`);
    say(`${number} 的动态码：${code}`);
  } catch (error) {
    say(`${number}：${error.message}`, true);
  }
}

async function showStaff() {
  const { staff } = await ask('GET', '/staff');
  at('staff').replaceChildren(
    ...staff.map(({ number, name, role, venueId, password }) => {
      const row = element('li');
      const button = element('button', '动态码');
      button.setAttribute('aria-label', `动态码：${number}`);
      button.addEventListener('click', () => showCode(number));
      const facts = `${name} · ${role} · ${venueId ?? '全市'} · 密码 ${password}`;
      row.append(element('strong', number), ' ', button, element('small', facts));
      return row;
    }),
  );
}

async function showClock() {
  const { now } = await ask('GET', '/clock');
  at('now').textContent = now.replace('T', ' ').slice(0, 19);
}

async function showFaults() {
  const { faults } = await ask('GET', '/faults');
  at('faults').replaceChildren(
    ...faults.map(({ target, kind, value, times }) =>
      element('li', `${target} · ${kind} ${value ?? ''} · ${times ? `还有 ${times} 次` : '一直'}`),
    ),
  );
}

let shownUpTo = 0;

async function showCalls() {
  const { calls } = await ask('GET', `/calls?after=${shownUpTo}`);
  for (const call of calls) {
    shownUpTo = call.id;
    const row = element('li');
    const details = element('details');
    const outcome = call.status === null ? '断开' : (call.answer?.errcode ?? call.status);
    details.append(
      element('summary', `${call.at.slice(11, 19)} · ${call.target} · ${outcome}`),
      element('pre', JSON.stringify({ query: call.query, body: call.body, answer: call.answer }, null, 2)),
    );
    row.append(details);
    at('calls').prepend(row);
  }
}

let shownMessages = '';

async function showMessages() {
  const { messages } = await ask('GET', '/messages');
  const newest = `${messages.length} ${messages.at(-1)?.id ?? ''}`;
  if (newest === shownMessages) return;
  shownMessages = newest;
  at('no-messages').hidden = messages.length > 0;
  at('messages').replaceChildren(
    ...messages.reverse().map(({ at: when, channel, to, address, title, data, page }) => {
      const row = element('li');
      const where = channel === 'sms' ? `短信 ${address}` : '微信';
      row.append(
        element('strong', title),
        element(
          'small',
          `${when.replace('T', ' ').slice(0, 19)} · ${where} · ${to}${page ? ` · ${page}` : ''}`,
        ),
        element('div', Object.values(data).join('　')),
      );
      return row;
    }),
  );
}

function onSubmit(id, done, work) {
  at(id).addEventListener('submit', (event) => {
    event.preventDefault();
    void act(done, () => work(new FormData(event.target)));
  });
}

onSubmit('more', '添加好了', async (form) => {
  await ask('POST', '/citizens', { count: Number(form.get('count')) });
  await showCitizens();
});
onSubmit('move', '时间走到了', async (form) => {
  await ask('POST', '/clock', { advance: String(form.get('advance')) });
  await showClock();
});
onSubmit('fault', '加上了', async (form) => {
  const number = (name) => (form.get(name) === '' ? {} : { [name]: Number(form.get(name)) });
  await ask('POST', '/faults', {
    target: form.get('target'),
    kind: form.get('kind'),
    ...number('value'),
    ...number('times'),
  });
  await showFaults();
});
at('totp').addEventListener('submit', (event) => {
  event.preventDefault();
  void showCode(String(new FormData(event.target).get('number')).trim());
});
at('fault').elements.kind.addEventListener('change', (event) => {
  at('fault').elements.value.value = event.target.selectedOptions[0].dataset.value ?? '';
});
at('moves').addEventListener('click', ({ target }) => {
  if (target instanceof HTMLButtonElement)
    void act('时间走到了', async () => {
      const { advance } = target.dataset;
      await ask('POST', '/clock', advance ? { advance: Number(advance) } : { reset: true });
      await showClock();
    });
});
at('clear-faults').addEventListener('click', () =>
  act('都恢复正常了', async () => {
    await ask('DELETE', '/faults');
    await showFaults();
  }),
);
onSubmit('subscribe', '答好了', async (form) => {
  const { citizens } = await ask('GET', '/citizens?limit=1');
  const path = `/citizens/${chosen.read() ?? citizens[0]?.id}/subscriptions`;
  const templateId = form.get('templateId');
  const answer = form.get('answer');
  if (answer === 'off') await ask('POST', `${path}/off`, { templateId });
  else await ask('POST', path, { results: { [templateId]: answer } });
});
onSubmit('security', '定好了', (form) =>
  ask('POST', '/content-security/next', { of: form.get('of'), suggest: form.get('suggest') }),
);
onSubmit('telling', '就这样推送', (form) =>
  ask('PUT', '/content-security/settings', { telling: form.get('telling') }),
);
at('release').addEventListener('click', () =>
  act('放出去了', () => ask('POST', '/content-security/release')),
);
at('clear-messages').addEventListener('click', () =>
  act('清空了', async () => {
    await ask('DELETE', '/messages');
    await showMessages();
  }),
);
at('clear-calls').addEventListener('click', () =>
  act('清空了', async () => {
    await ask('DELETE', '/calls');
    at('calls').replaceChildren();
  }),
);

async function refresh() {
  if (!document.hidden) {
    try {
      await Promise.all([showClock(), showFaults(), showCalls(), showMessages()]);
    } catch {
      say('服务没有回应，两秒后再看。', true);
    }
  }
  setTimeout(refresh, 2_000);
}

void act('', showCitizens);
void act('', showStaff);
void refresh();
