import type { MandateTerms, Relation } from '../../../shared/contract/mandates';

/** What is agreed to. A change of the words is a new version: nobody has agreed to words they did not read. */
export const terms: MandateTerms = {
  version: '2026-11',
  principal: [
    '对方可以用自己的账号替您预约、申请和补交材料，看得到替您办的这些事。',
    '对方看不到您自己办的事，也改不了您的资料。',
    '替您办的每一步都会记下是谁办的，您随时能看到。',
    '您可以随时结束，马上生效；已经办的事归您继续办。',
  ],
  agent: [
    '您用自己的账号替对方办事，只办对方同意的事。',
    '替对方办的每一步都会记下是您办的，对方看得到您的姓（名字隐去）。',
    '对方的资料只用来办对方的事。',
    '双方都可以随时结束，马上生效。',
  ],
  guardian: [
    '您是孩子的监护人，替不满 16 周岁的孩子办事。',
    '孩子的姓名和身份证号只用来核对身份和办孩子的事。',
    '到窗口时带上户口簿或出生医学证明，窗口会核对监护关系。',
    '孩子满 16 周岁那天自动结束，以后由孩子自己办或另行委托。',
  ],
};

/** As the agent is to the principal. */
export const relationWords: Record<Relation, string> = {
  agent: '代办人',
  child: '子女',
  parent: '父母',
  spouse: '配偶',
  guardian: '监护人',
};
