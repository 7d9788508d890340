export default definePageConfig({
  navigationBarTitleText: '快递',
  // In the browser the page has its button; Taro's own pulling there would take the page's scrolling over.
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
