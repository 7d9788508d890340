/** Themes of life on the first screen: a name, what is searched for, and the icon drawn for it. */
export const themes: readonly { name: string; query: string; icon: string }[] = [
  { name: '证件户口', query: '身份证 户口', icon: 'people' },
  { name: '社保养老', query: '社保', icon: 'shield' },
  { name: '看病医保', query: '医保', icon: 'document' },
  { name: '生育入学', query: '生育', icon: 'me' },
  { name: '结婚婚育', query: '婚姻登记', icon: 'check' },
  { name: '买房租房', query: '不动产', icon: 'home' },
  { name: '车辆驾驶', query: '驾驶证', icon: 'route' },
  { name: '开店办厂', query: '营业执照', icon: 'hall' },
];
