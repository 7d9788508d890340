const systems: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙手机'],
  [/iPhone/i, '苹果手机'],
  [/iPad/i, '苹果平板'],
  [/Android/i, '安卓手机'],
  [/Windows/i, 'Windows 电脑'],
  [/Macintosh|Mac OS X/i, '苹果电脑'],
  [/Linux|X11/i, '电脑'],
];

/** A device as its owner would call it. Nothing else of the User-Agent is stored. */
export function deviceWords(userAgent: string): string {
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1] ?? '其他设备';
  if (/MicroMessenger|MiniProgram|wechatdevtools/i.test(userAgent)) return `${system}上的微信`;
  if (/Mozilla/i.test(userAgent)) return `${system}上的浏览器`;
  return system;
}
