// Compiles the mini-program (weapp and H5). The BFF and the tests do not pass through here.
// `.cjs` because the package is ESM and babel reads its configuration synchronously.

/** NutUI's modules lie in lower-case folders, each with its own compiled style. */
const nutuiFolder = (name) => `@nutui/nutui-react-taro/dist/es/packages/${name.toLowerCase()}`;

module.exports = {
  presets: [
    [
      'taro',
      {
        framework: 'react',
        ts: true,
        compiler: 'webpack5',
        hot: false,
        // What WeChat's own base library and the browsers of the last years run without help.
        targets: { ios: '13.4', chrome: '80' },
      },
    ],
  ],
  plugins: [
    [
      'import',
      {
        libraryName: '@nutui/nutui-react-taro',
        libraryDirectory: 'dist/es/packages',
        camel2DashComponentName: false,
        customName: nutuiFolder,
        style: (path) => `${path}/style/css`,
      },
      'nutui',
    ],
  ],
};
