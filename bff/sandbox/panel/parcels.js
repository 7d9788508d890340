// Parcels on the panel. Runs after panel.js and uses its helpers.

const parcelActs = [
  ['advance', '走一步'],
  ['sign', '本人签收'],
  ['sign-other', '他人代收'],
  ['refuse', '收件人拒收'],
  ['nobody-home', '家中无人'],
  ['return', '退回'],
  ['stuck', '滞留'],
  ['lose', '没了音信'],
  ['cancel', '网点取消'],
];
const parcelPushes = [
  ['twice', '再推两次'],
  ['backwards', '倒着推'],
  ['forged', '伪造推送'],
];

/** A button that calls a door and shows the list anew. */
function parcelButton(label, about, work) {
  const button = element('button', label);
  button.type = 'button';
  button.setAttribute('aria-label', `${label}：${about}`);
  button.addEventListener('click', () =>
    act(`${label}：好了`, async () => {
      await work();
      await showParcels();
    }),
  );
  return button;
}

function parcelRow({ waybill, deliveryId, to, cancelled, subscribed, events }) {
  const row = element('li');
  const buttons = element('p', undefined, 'buttons');
  buttons.append(
    ...parcelActs.map(([name, label]) =>
      parcelButton(label, waybill, () => ask('POST', `/parcels/${waybill}/${name}`)),
    ),
    ...parcelPushes.flatMap(([how, label]) =>
      [
        ['wechat', '微信'],
        ['kuaidi100', '快递100'],
      ].map(([via, by]) =>
        parcelButton(`${by}${label}`, waybill, () => ask('POST', `/parcels/${waybill}/push`, { how, via })),
      ),
    ),
  );
  const last = events.at(-1);
  const facts = [to, cancelled && '已取消', subscribed && '快递100 已订阅'].filter(Boolean).join(' · ');
  row.append(
    element('strong', `${deliveryId} ${waybill}`),
    element('small', facts),
    element('div', last ? `${last.at.replace('T', ' ').slice(0, 19)}　${last.words}` : '还没有动'),
    buttons,
  );
  return row;
}

let parcelsShown = '';
let parcelsNow = { moves: true, pushes: true };

async function showParcels() {
  const { parcels, moves, pushes } = await ask('GET', '/parcels');
  parcelsNow = { moves, pushes };
  at('parcels-move').textContent = `自己走：${moves ? '开' : '关'}`;
  at('parcels-push').textContent = `推送：${pushes ? '开' : '关'}`;
  const now = JSON.stringify(parcels);
  if (now === parcelsShown) return;
  parcelsShown = now;
  at('no-parcels').hidden = parcels.length > 0;
  at('parcels').replaceChildren(...parcels.reverse().map(parcelRow));
}

function onParcels(id, done, work) {
  at(id).addEventListener('click', () =>
    act(done, async () => {
      await work();
      await showParcels();
    }),
  );
}
onParcels('parcels-move', '改好了', () => ask('PUT', '/parcels/settings', { moves: !parcelsNow.moves }));
onParcels('parcels-push', '改好了', () => ask('PUT', '/parcels/settings', { pushes: !parcelsNow.pushes }));
onParcels('parcels-refuse', '下一单不接', () => ask('POST', '/parcels/refuse-next', {}));
onParcels('parcels-stranger', '推过了', () =>
  ask('POST', '/parcels/push-unknown', { waybill: `X${Date.now()}` }),
);

async function refreshParcels() {
  if (!document.hidden) await showParcels().catch(() => undefined);
  setTimeout(refreshParcels, 2_000);
}
void refreshParcels();
