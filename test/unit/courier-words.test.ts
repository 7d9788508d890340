import { describe, expect, it } from 'vitest';
import { followsFrom, standingOf } from '../../bff/features/delivery/courier/standing';
import { courierOf, expectedBy, signerOf, withoutSigner } from '../../bff/features/delivery/courier/words';
import type { TrackDoc } from '../../bff/features/delivery/model';
import type { TrackKind } from '../../bff/gateways/couriers';
import { kindOfAction, kindOfState, kindOfWords } from '../../bff/gateways/couriers/track-kinds';

describe('what carriers say', () => {
  it.each([
    ['100001', '已揽收', 'picked-up'],
    ['100002', '无人在家，揽收失败', 'pick-up-failed'],
    ['100003', '已分配快递员', 'assigned'],
    ['200001', '运输中', 'in-transit'],
    ['200001', '快件退回途中', 'returning'],
    ['300002', '正在派送', 'out-for-delivery'],
    ['300003', '已签收', 'signed'],
    ['300003', '退件已由寄件人签收', 'returned'],
    ['300004', '收件人拒收', 'refused'],
    ['300004', '家中无人', 'sign-failed'],
    ['400001', '客户取消', 'cancelled'],
    ['400002', '滞留', 'stuck'],
    ['500001', '新的编码', 'unknown'],
  ])('%s %s is %s', (code, words, kind) => {
    expect(kindOfAction(code, words)).toBe(kind);
  });

  it.each([
    ['0', '离开昭通', 'in-transit'],
    ['0', '已分配快递员，将上门取件', 'assigned'],
    ['0', '没有见过的话', 'unknown'],
    ['1', '已揽收', 'picked-up'],
    ['2', '家中无人，未妥投', 'sign-failed'],
    ['3', '已签收', 'signed'],
    ['3', '退件已由寄件人签收', 'returned'],
    ['4', '退件签收', 'returned'],
    ['5', '派送中', 'out-for-delivery'],
    ['6', '退回', 'returning'],
    ['7', '转寄', 'in-transit'],
    ['14', '拒收', 'refused'],
    ['99', '新的状态', 'unknown'],
  ])('state %s with %s is %s', (state, words, kind) => {
    expect(kindOfState(state, words)).toBe(kind);
  });

  it.each([
    ['【昭通市】已收寄，揽投员：张师傅', 'picked-up'],
    ['离开【昭通市邮件处理中心】，下一站【昆明】', 'in-transit'],
    ['投递员正在派件', 'out-for-delivery'],
    ['已签收，他人代收：门卫', 'signed'],
    ['收件人拒收', 'refused'],
    ['今天天气很好', 'unknown'],
  ])('%s is %s', (words, kind) => {
    expect(kindOfWords(words)).toBe(kind);
  });
});

describe('whom to ring, by the words', () => {
  it.each([
    ['快递员 张师傅 13887000001 将上门取件', '张师傅', '13887000001'],
    ['【昆明】快递员 李师傅（电话 13887000002）正在派送', '李师傅', '13887000002'],
    ['已揽收，揽投员：王某,电话:13800001111', '王某', '13800001111'],
    ['派件员：13800002222', null, '13800002222'],
  ])('%s', (words, name, phone) => {
    expect(courierOf(words, [])).toEqual({ name, phone });
  });

  it('takes no number that is the receiver’s, the carrier’s or the end of another', () => {
    expect(courierOf('快递员 张师傅 13900005678 将上门', ['13900005678'])).toBeNull();
    expect(courierOf('已签收，签收人：张三 13900005678', [])).toBeNull();
    expect(courierOf('有问题打客服电话 11183', [])).toBeNull();
    expect(courierOf('快递员 运单 1388700000199', [])).toBeNull();
  });
});

describe('until when, by the words', () => {
  const at = new Date('2026-12-30T10:00:00+08:00');
  it.each([
    ['预计12月31日送达', '2026-12-31T20:00:00+08:00'],
    ['预计1月2日18:30前送达', '2027-01-02T18:30:00+08:00'],
    ['预计明天12点前送达', '2026-12-31T12:00:00+08:00'],
    ['预计今日送达', '2026-12-30T20:00:00+08:00'],
    ['预计将于2027-01-03送达', '2027-01-03T20:00:00+08:00'],
  ])('%s', (words, wanted) => {
    expect(expectedBy(words, at)).toEqual(new Date(wanted));
  });

  it('is not said by other words, nor far ahead, nor long ago', () => {
    for (const words of ['正在派送', '预计6月1日送达', '预计2020-01-01送达', '运单 12月31日'])
      expect(expectedBy(words, at)).toBeNull();
  });
});

describe('who signed, by the words', () => {
  it.each([
    ['已签收，签收人：本人', 'self'],
    ['已签收，签收人：他人代收（菜鸟驿站）', 'other'],
    ['已放入丰巢快递柜', 'other'],
    ['已签收', null],
  ])('%s is %s', (words, who) => {
    expect(signerOf(words)).toBe(who);
  });

  it('keeps no name', () => {
    expect(withoutSigner('已签收，签收人：张三丰，感谢')).toBe('已签收，签收人：张**，感谢');
    expect(withoutSigner('签收人：本人')).toBe('签收人：本人');
    expect(withoutSigner('签收人：门卫')).toBe('签收人：门卫');
  });
});

describe('where a parcel stands', () => {
  const line = (minute: number, kind: TrackKind): TrackDoc => ({
    key: `${minute} ${kind}`,
    at: new Date(Date.UTC(2026, 10, 24, 0, minute)),
    kind,
    code: '',
    words: '',
  });
  const shuffles = (lines: TrackDoc[]): TrackDoc[][] =>
    lines.length < 2
      ? [lines]
      : lines.flatMap((one, index) => shuffles(lines.toSpliced(index, 1)).map((rest) => [one, ...rest]));

  it.each([
    [['assigned', 'picked-up', 'in-transit', 'out-for-delivery', 'signed'], 'signed'],
    [['picked-up', 'out-for-delivery', 'sign-failed', 'in-transit'], 'transit'],
    [['picked-up', 'out-for-delivery', 'refused', 'in-transit', 'signed'], 'send-back'],
    [['picked-up', 'signed', 'in-transit'], 'signed'],
    [['assigned', 'cancelled'], 'courier-cancelled'],
    [['picked-up', 'cancelled'], 'pick-up'],
    [['picked-up', 'stuck', 'unknown', 'pick-up-failed'], 'pick-up'],
  ] satisfies [TrackKind[], string][])('%s, in whatever order they are heard', (kinds, action) => {
    const lines = kinds.map((kind, minute) => line(minute, kind));
    for (const heard of shuffles(lines)) expect(standingOf(heard)?.action).toBe(action);
  });

  it('says nothing by words that mean nothing', () => {
    expect(standingOf([line(1, 'unknown'), line(2, 'assigned')])).toBeNull();
  });

  it('never leads out of an end, nor back, nor where a clerk’s hand is needed', () => {
    const signed = standingOf([line(1, 'signed')]);
    for (const state of [
      'signed',
      'returning',
      'returned',
      'cancelled',
      'collected',
      'lost',
      'to-order',
    ] as const)
      expect(followsFrom(state, signed)).toBeNull();
    expect(followsFrom('in-transit', standingOf([line(1, 'picked-up')]))).toBeNull();
    expect(followsFrom('handed-over', signed)?.action).toBe('signed');
  });
});
