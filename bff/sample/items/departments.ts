/** The departments with windows in the halls: 21 at the city centre [seed]; which ones they are is sample. */
export interface Department {
  /** Used in ids of queues. */
  id: string;
  /** Two digits in the basic codes. */
  code: string;
  /** As citizens call it; the same in the city and in every county. */
  name: string;
  /** Full name after that of the city, e.g. 昭通市… */
  cityBody: string;
  countyBody: string;
  /** What its windows are called. */
  counter: string;
  /** Windows at the city centre: 26 in all [seed]. */
  cityWindows: number;
  /** False where a smaller county has no window of its own. */
  inEveryCounty: boolean;
}

const rows: [string, string, string, string, string, string, number][] = [
  ['gongan', '09', '公安局', '公安局', '公安局', '户政窗口', 2],
  ['churujing', '10', '出入境', '公安局出入境管理支队', '公安局出入境管理大队', '出入境窗口', 1],
  ['jiaojing', '11', '交警', '公安局交通警察支队', '公安局交通警察大队', '车驾管窗口', 1],
  ['renshe', '14', '人社局', '人力资源和社会保障局', '人力资源和社会保障局', '社保就业窗口', 2],
  ['yibao', '39', '医保局', '医疗保障局', '医疗保障局', '医保窗口', 2],
  ['shichang', '31', '市场监管局', '市场监督管理局', '市场监督管理局', '企业开办窗口', 2],
  ['ziran', '15', '自然资源局', '自然资源和规划局', '自然资源局', '不动产登记窗口', 2],
  ['gongjijin', '40', '公积金中心', '住房公积金管理中心', '住房公积金管理中心管理部', '公积金窗口', 1],
  ['minzheng', '12', '民政局', '民政局', '民政局', '婚姻与救助窗口', 1],
  ['canlian', '41', '残联', '残疾人联合会', '残疾人联合会', '残疾人服务窗口', 1],
  ['weijian', '23', '卫健局', '卫生健康委员会', '卫生健康局', '卫生健康窗口', 1],
  ['jiaoti', '05', '教体局', '教育体育局', '教育体育局', '教育体育窗口', 1],
  ['jiaotong', '18', '交通运输局', '交通运输局', '交通运输局', '交通运输窗口', 1],
  ['lincao', '64', '林草局', '林业和草原局', '林业和草原局', '林业草原窗口', 1],
  ['nongye', '20', '农业农村局', '农业农村局', '农业农村局', '农业农村窗口', 1],
  ['zhujian', '17', '住建局', '住房和城乡建设局', '住房和城乡建设局', '住房建设窗口', 1],
  ['shuiwu', '29', '税务局', '税务局', '税务局', '办税窗口', 1],
  ['fagai', '04', '发改局', '发展和改革委员会', '发展和改革局', '投资项目窗口', 1],
  ['huanjing', '16', '生态环境局', '生态环境局', '生态环境分局', '生态环境窗口', 1],
  ['shuili', '19', '水务局', '水务局', '水务局', '水务窗口', 1],
  ['yingji', '25', '应急管理局', '应急管理局', '应急管理局', '安全生产窗口', 1],
];

/** The one that five counties [sample] handle at another department's window, so that 226 come out [seed]. */
const notEverywhere = 'yingji';

export const departments: Department[] = rows.map(
  ([id, code, name, cityBody, countyBody, counter, cityWindows]) => ({
    id,
    code,
    name,
    cityBody,
    countyBody,
    counter,
    cityWindows,
    inEveryCounty: id !== notEverywhere,
  }),
);
