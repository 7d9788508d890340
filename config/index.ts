import path from 'node:path';
import type { UserConfigExport } from '@tarojs/cli';
import { apiBase } from './api-base';
import { ariaComponents } from './aria-map';
import { shipSafely, splitForH5 } from './webpack';

const target = process.env.TARO_ENV ?? 'weapp';
/** Pure domain code that both sides use lies outside Taro's source folder and has to be named. */
const shared = path.resolve(__dirname, '..', 'shared');
const release = process.env.TARO_APP_RELEASE === '1';

/** Taro would print a stack and go on to a second error; the line alone says what to do. */
function apiBaseOrStop(): string {
  try {
    return apiBase({ target, release, url: process.env.TARO_APP_API });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/**
 * How Taro builds the mini-program: `taro build --type weapp` into dist/weapp, `--type h5` into dist/h5.
 * `TARO_APP_RELEASE=1` marks a build that is uploaded to WeChat and demands an https `TARO_APP_API`;
 * `TARO_APP_OUT` names another output folder (tests build a release beside the everyday build).
 */
const config: UserConfigExport<'webpack5'> = {
  projectName: 'zhaotong-one-stop',
  date: '2026-11-24',
  designWidth: 375,
  deviceRatio: { 375: 2, 640: 1.17, 750: 1, 828: 0.905 },
  sourceRoot: 'miniapp',
  outputRoot: process.env.TARO_APP_OUT ?? `dist/${target}`,
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  plugins: [[path.resolve(__dirname, 'aria.ts'), { components: ariaComponents }]],
  defineConstants: {
    API_BASE: JSON.stringify(apiBaseOrStop()),
  },
  jsMinimizer: 'terser',
  terser: { enable: true, config: { compress: { passes: 2 }, output: { comments: false } } },
  mini: {
    compile: { include: [__dirname, shared] },
    webpackChain: shipSafely,
    optimizeMainPackage: { enable: true },
    // Sizes are written in px and stay px: text and targets keep their size on small phones and do not balloon
    // on tablets, which rpx (a share of the screen's width) would not give.
    postcss: { pxtransform: { enable: false }, cssModules: { enable: false } },
    miniCssExtractPluginOption: { ignoreOrder: true },
  },
  h5: {
    compile: { include: [__dirname, shared] },
    publicPath: '/',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    webpackChain: splitForH5,
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'chunk/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    // px becomes rem with a root of 125 % (miniapp/theme/base.css): what the browser's own text size asks for is
    // followed, and the page needs no script that recomputes the root (a strict CSP forbids it inline).
    postcss: {
      pxtransform: { enable: true, config: { baseFontSize: 20, minRootSize: 20, maxRootSize: 24 } },
      cssModules: { enable: false },
      autoprefixer: { enable: true },
    },
  },
};

export default config;
