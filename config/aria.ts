import path from 'node:path';
import type { IPluginContext } from '@tarojs/service';

/** Taro component → attribute → default. */
type AttributeMap = Record<string, Record<string, string>>;

/** The part of Taro's platform object that this plugin changes. */
interface Platform {
  platform: string;
  runtimePath: string | string[];
  template: { mergeComponents(ctx: IPluginContext, map: AttributeMap): void };
}

/**
 * Taro plugin: Taro's weapp templates carry no aria attribute, so that whatever a page says to a screen reader is
 * lost. This adds the attributes it is given to the templates and to the runtime that fills them. (They come as an
 * option because Taro compiles this one file only, not what it imports.)
 */
export default (ctx: IPluginContext, { components }: { components: AttributeMap }): void => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform: Platform) {
      if (platform.platform !== 'weapp') return;
      platform.template.mergeComponents(ctx, components);
      platform.runtimePath = [platform.runtimePath, path.resolve(__dirname, 'aria-runtime.ts')].flat();
    },
  });
};
