import path from 'node:path';
import type { Compiler, RuntimeModule } from 'webpack';

/** The calls used here of the webpack-chain object that Taro hands over. */
interface Chain {
  devtool(value: false): void;
  performance: { hints(value: false): void };
  resolve: { alias: { set(path: string, replacement: string | false): void } };
  plugin(name: string): { use(plugin: new () => { apply(compiler: Compiler): void }): void };
  optimization: { splitChunks(options: Record<string, unknown>): void };
}

/**
 * Webpack's own way to the global object falls back to `new Function('return this')`, which WeChat refuses and a
 * strict CSP reports. Every engine we build for has `globalThis`.
 */
class GlobalWithoutEval {
  apply(compiler: Compiler): void {
    compiler.hooks.compilation.tap('GlobalWithoutEval', (compilation) => {
      compilation.hooks.runtimeModule.tap('GlobalWithoutEval', (module: RuntimeModule) => {
        if (module.name !== 'global') return;
        module.generate = () => `${compiler.webpack.RuntimeGlobals.global} = globalThis;`;
      });
    });
  }
}

/** For both platforms: nothing shipped needs `eval`, and no source map is shipped. */
export function shipSafely(chain: Chain): void {
  chain.devtool(false);
  chain.performance.hints(false);
  chain.resolve.alias.set('lodash.kebabcase$', path.resolve(__dirname, 'kebab-case.ts'));
  chain.plugin('globalWithoutEval').use(GlobalWithoutEval);
}

/** For H5: nothing that the CSP forbids, and what two lazy pages share is loaded once, not once with each page. */
export function splitForH5(chain: Chain): void {
  shipSafely(chain);
  // Styles of Taro's own radio and checkbox, which are not used, with a font in a data address that the CSP forbids.
  chain.resolve.alias.set('@tarojs/components/dist/taro-components/taro-components.css', false);
  chain.optimization.splitChunks({
    chunks: 'all',
    hidePathInfo: true,
    minSize: 4_000,
    maxInitialRequests: 6,
    maxAsyncRequests: 8,
    cacheGroups: {
      default: false,
      defaultVendors: false,
      framework: {
        name: 'framework',
        chunks: 'initial',
        test: /[\\/]node_modules[\\/]/,
        priority: 20,
      },
      shared: { chunks: 'async', minChunks: 2, priority: 10, reuseExistingChunk: true },
    },
  });
}
