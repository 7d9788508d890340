/** Themes of life on the first screen: a name, what is searched for, and the icon drawn for it. */
export const themes: readonly { name: string; query: string; icon: string }[] = [
  { name: '身份证件', query: '身份证', icon: 'people' },
  { name: '户口办理', query: '户口', icon: 'document' },
  { name: '社保养老', query: '社保', icon: 'shield' },
  { name: '看病医保', query: '医保', icon: 'check' },
  { name: '生育养育', query: '生育', icon: 'me' },
  { name: '买房过户', query: '不动产', icon: 'home' },
  { name: '车辆驾驶', query: '驾驶证', icon: 'route' },
  { name: '开店办厂', query: '营业执照', icon: 'hall' },
];
