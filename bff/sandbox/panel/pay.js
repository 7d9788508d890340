// WeChat Pay on the panel. Runs after panel.js and uses its helpers.

const stateWords = {
  NOTPAY: '没付',
  SUCCESS: '已付',
  REFUND: '转入退款',
  CLOSED: '已关闭',
  PAYERROR: '支付失败',
  PROCESSING: '退款中',
  ABNORMAL: '退款异常',
};
const yuan = (fen) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')} 元`;

/** A button that calls a door and shows the list anew. */
function payButton(label, about, path, body) {
  const button = element('button', label);
  button.type = 'button';
  button.setAttribute('aria-label', `${label}：${about}`);
  button.addEventListener('click', () =>
    act(`${label}：好了`, async () => {
      await ask('POST', path, body);
      await showPayments();
    }),
  );
  return button;
}

function toldWords(notices) {
  const last = notices.at(-1);
  if (!last) return '没有通知';
  if (last.taken) return `通知 ${last.tries.length} 次，收下了`;
  return last.dueAt ? `通知 ${last.tries.length} 次，还会再来` : `通知 ${last.tries.length} 次，不再自动来`;
}

function tellingButtons(about, path) {
  return [
    payButton('现在通知', about, path, {}),
    payButton('通知两次', about, path, { times: 2 }),
    payButton('伪造通知', about, path, { how: 'wrong' }),
    payButton('改一个字节', about, path, { how: 'flipped-tag' }),
  ];
}

function paymentRow({ prepayId, outTradeNo, description, fen, payer, state, paidAt, notices }) {
  const row = element('li');
  const path = `/payments/${encodeURIComponent(prepayId)}`;
  const buttons = element('p', undefined, 'buttons');
  if (paidAt) buttons.append(...tellingButtons(outTradeNo, `${path}/notify`));
  else if (state === 'CLOSED')
    buttons.append(payButton('关了还付', outTradeNo, `${path}/pay`, { force: true }));
  else
    buttons.append(
      payButton('付款', outTradeNo, `${path}/pay`, {}),
      payButton('付款，通知不到', outTradeNo, `${path}/pay`, { notify: 'never' }),
      payButton('付成 1 分', outTradeNo, `${path}/pay`, { as: { fen: 1 } }),
      payButton('付款失败', outTradeNo, `${path}/fail`, { how: 'error' }),
    );
  row.append(
    element('strong', `${description} ${yuan(fen)}`),
    element('small', `${outTradeNo} · ${payer} · ${stateWords[state]} · ${toldWords(notices)}`),
    buttons,
  );
  return row;
}

function refundRow({ outRefundNo, fen, reason, state, notices }) {
  const row = element('li');
  const path = `/refunds/${encodeURIComponent(outRefundNo)}`;
  const buttons = element('p', undefined, 'buttons');
  if (state === 'PROCESSING')
    buttons.append(
      payButton('退到了', outRefundNo, `${path}/outcome`, { state: 'SUCCESS' }),
      payButton('退款异常', outRefundNo, `${path}/outcome`, { state: 'ABNORMAL' }),
      payButton('退款关闭', outRefundNo, `${path}/outcome`, { state: 'CLOSED' }),
    );
  else buttons.append(...tellingButtons(outRefundNo, `${path}/notify`));
  const word = state === 'SUCCESS' ? '已退' : stateWords[state];
  row.append(
    element('strong', `退 ${yuan(fen)}`),
    element('small', `${outRefundNo} · ${reason} · ${word} · ${toldWords(notices)}`),
    buttons,
  );
  return row;
}

let shownPayments = '';

async function showPayments() {
  const all = await ask('GET', '/payments');
  const now = JSON.stringify(all);
  if (now === shownPayments) return;
  shownPayments = now;
  at('no-payments').hidden = all.payments.length > 0;
  at('payments').replaceChildren(
    ...all.payments
      .reverse()
      .flatMap((payment) => [
        paymentRow(payment),
        ...all.refunds.filter(({ outTradeNo }) => outTradeNo === payment.outTradeNo).map(refundRow),
      ]),
  );
}

/** Asks the BFF as the mini-program on somebody's phone does. */
async function askAs(token, method, path, body) {
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
  const answer = response.status === 204 ? null : await response.json();
  if (response.ok) return answer;
  throw new Error(answer.error?.message ?? response.status);
}

/** What the phone does of whoever scanned the code of a payment: it opens the mini-program, which orders at WeChat Pay. */
async function beginToPay() {
  const { citizens } = await ask('GET', '/citizens?limit=1');
  const id = chosen.read() ?? citizens[0]?.id;
  const { code } = await ask('POST', `/citizens/${encodeURIComponent(id)}/login-code`, {});
  const { token } = await askAs(null, 'POST', '/sessions', { code });
  try {
    const { items } = await askAs(token, 'GET', '/orders');
    const owed = items.filter(({ state }) => state === 'owed');
    if (owed.length === 0) throw new Error('他没有要付的');
    for (const { id: order, fen } of owed) await askAs(token, 'POST', `/orders/${order}/prepay`, { fen });
  } finally {
    await askAs(token, 'DELETE', '/sessions/current');
  }
  await showPayments();
}
at('pay-begin').addEventListener('click', () => act('下好单了，在下面付款', beginToPay));

async function showPayMode() {
  const mode = await ask('GET', '/pay');
  for (const name of ['notify', 'keys']) at('pay-mode').elements[name].value = mode[name];
  at('pay-mode').elements.refunds.value = mode.refundSeconds === null ? 'hold' : 'soon';
}

onSubmit('pay-mode', '就这样', async (form) => {
  await ask('PUT', '/pay', {
    notify: form.get('notify'),
    keys: form.get('keys'),
    refundSeconds: form.get('refunds') === 'hold' ? null : 3,
  });
});

async function refreshPayments() {
  if (!document.hidden) await showPayments().catch(() => undefined);
  setTimeout(refreshPayments, 2_000);
}

void act('', showPayMode);
void refreshPayments();
