import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Clock } from './clock';
import type { PersonalDataCipher } from './crypto/personal-data';
import type { ExpressGateway, TrackGateway } from './gateways/couriers';
import type { IdentityGateway } from './gateways/identity';
import type { SmsGateway } from './gateways/sms';
import type { WeChatGateway } from './gateways/wechat';
import type { WeChatPayGateway } from './gateways/wechat-pay';
import type { LimiterFactory } from './http/limits';
import type { LiveHub } from './live/hub';
import type { Settings } from './settings';
import type { Work } from './work';
import type { Reached } from './work/crash-points';
import type { Outboxes } from './work/outbox';

/** What every feature is built from. Made once in main.ts (or by a test). */
export interface Deps {
  settings: Settings;
  clock: Clock;
  log: Logger;
  mongo: Connection;
  redis: Redis;
  limiters: LimiterFactory;
  cipher: PersonalDataCipher;
  wechat: WeChatGateway;
  identity: IdentityGateway;
  work: Work;
  outboxes: Outboxes;
  /** Tells every process that something changed. */
  live: LiveHub;
  /** null: nothing is sent by SMS. */
  sms: SmsGateway | null;
  /** null: no courier can be ordered; parcels are handed over and followed by hand. */
  express: ExpressGateway | null;
  /** null: parcels are followed by asking the carrier only. */
  tracks: TrackGateway | null;
  /** null: nothing can be paid in the app. */
  pay: WeChatPayGateway | null;
  /** Told of every step between a change and the message that tells of it; does nothing unless a test wants it. */
  reached: Reached;
}
