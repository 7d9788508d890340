export default definePageConfig({ navigationBarTitleText: '代办与家人' });
