export default definePageConfig({ navigationBarTitleText: '填代办码' });
