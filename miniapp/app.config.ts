/** Pages, tabs and packages. Tab pages live in the main package, the rest is loaded when it is needed. */
export default defineAppConfig({
  pages: [
    'pages/home/index',
    'pages/services/index',
    'pages/matters/index',
    'pages/me/index',
    'pages/not-found/index',
  ],
  subPackages: [
    { root: 'packages/guide', pages: ['guide/index', 'hall/index', 'halls/index'] },
    {
      root: 'packages/booking',
      pages: ['venue/index', 'slot/index', 'check/index', 'done/index', 'ticket/index', 'rebook/index'],
    },
    {
      root: 'packages/cases',
      pages: ['apply/index', 'check/index', 'done/index', 'detail/index', 'supplement/index', 'lookup/index'],
    },
    {
      root: 'packages/account',
      pages: [
        'identity/index',
        'phone/index',
        'privacy/index',
        'sessions/index',
        'settings/index',
        'consent/index',
        'help/index',
        'messages/index',
        'notifications/index',
        'family/index',
        'family-give/index',
        'family-accept/index',
        'family-child/index',
      ],
    },
    {
      root: 'packages/desk',
      pages: [
        'sign-in/index',
        'queue/index',
        'cases/index',
        'case/index',
        'parcels/index',
        'parcel/index',
        'hall/index',
        'letters/index',
        'notices/index',
        'accounts/index',
        'audit/index',
        'money/index',
        'me/index',
      ],
    },
    { root: 'packages/check', pages: ['result/index'] },
    { root: 'packages/payment', pages: ['order/index', 'orders/index'] },
    {
      root: 'packages/delivery',
      pages: ['choose/index', 'detail/index', 'addresses/index', 'address/index'],
    },
    { root: 'packages/display', pages: ['hall/index'] },
  ],
  preloadRule: {
    'pages/home/index': { network: 'all', packages: ['packages/guide', 'packages/booking'] },
    'pages/services/index': { network: 'all', packages: ['packages/guide'] },
    'packages/guide/guide/index': { network: 'all', packages: ['packages/booking', 'packages/account'] },
    'packages/cases/detail/index': { network: 'all', packages: ['packages/payment'] },
    'pages/me/index': { network: 'all', packages: ['packages/account'] },
  },
  tabBar: {
    // In the browser the bar is drawn by components/page: Taro's cannot be reached by screen readers as navigation.
    custom: process.env.TARO_ENV !== 'weapp',
    color: '#5A6170',
    selectedColor: '#1456C0',
    backgroundColor: '#FFFFFF',
    borderStyle: 'black',
    list: [
      {
        pagePath: 'pages/home/index',
        text: '首页',
        iconPath: 'assets/tabs/home.png',
        selectedIconPath: 'assets/tabs/home-on.png',
      },
      {
        pagePath: 'pages/services/index',
        text: '办事',
        iconPath: 'assets/tabs/services.png',
        selectedIconPath: 'assets/tabs/services-on.png',
      },
      {
        pagePath: 'pages/matters/index',
        text: '我的事',
        iconPath: 'assets/tabs/matters.png',
        selectedIconPath: 'assets/tabs/matters-on.png',
      },
      {
        pagePath: 'pages/me/index',
        text: '我的',
        iconPath: 'assets/tabs/me.png',
        selectedIconPath: 'assets/tabs/me-on.png',
      },
    ],
  },
  window: {
    navigationBarTitleText: '昭通一站办',
    navigationBarBackgroundColor: '#FFFFFF',
    navigationBarTextStyle: 'black',
    backgroundColor: '#F5F6F8',
    backgroundTextStyle: 'dark',
  },
  // By a tap only: a fuzzy place, enough to say which hall is nearest; an address that WeChat keeps, to send a result to.
  requiredPrivateInfos: ['getFuzzyLocation', 'chooseAddress'],
  permission: { 'scope.userFuzzyLocation': { desc: '把离您近的大厅排在前面' } },
  // In the browser: Taro hides the page below when its 0.3 s are over, even when one has gone back to it by then.
  ...(process.env.TARO_ENV === 'h5' && { animation: false }),
  lazyCodeLoading: 'requiredComponents',
  __usePrivacyCheck__: true,
});
