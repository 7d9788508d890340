import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffEvaluation } from '../../../../shared/contract/evaluations';
import { Button } from '../../../components/button';
import { FailureNotice } from '../../../components/failure-notice';
import { Tag, type Tone } from '../../../components/tag';
import { useAction } from '../../../hooks/use-action';
import { act } from '../api/client';
import { ActQuestions } from '../case-work/act-form';
import type { ActForm } from '../case-work/acts';
import '../case-work/case-work.css';

const states: Record<Exclude<StaffEvaluation['flagState'], 'none'>, { words: string; tone: Tone }> = {
  open: { words: '要核实', tone: 'amber' },
  kept: { words: '核实过，照常计入', tone: 'green' },
  'set-aside': { words: '核实过，不计入', tone: 'grey' },
};

const decision: ActForm = {
  title: '核实',
  weight: 'main',
  note: '评价不会删掉；不计入的也留着，写明原因。',
  questions: [
    {
      name: 'decision',
      label: '核实下来',
      kind: 'choice',
      options: [
        { value: 'kept', title: '照常计入' },
        { value: 'set-aside', title: '不计入满意率' },
      ],
    },
    { name: 'why', label: '原因', kind: 'text', atLeast: 4, maxlength: 500 },
  ],
};

interface FlagsProps {
  rating: StaffEvaluation;
  decides: boolean;
  onDone: () => void;
}

/** Why a rating is conspicuous, and the person's word on it. It counts until somebody says otherwise. */
export function Flags({ rating, decides, onDone }: FlagsProps) {
  const [opened, setOpened] = useState(false);
  const { id, version, flags, flagState } = rating;
  const decide = useAction(async (options, answers: Record<string, string>) => {
    const { decision: given, why = '' } = answers;
    const body = { version, decision: given === 'kept' ? ('kept' as const) : ('set-aside' as const), why };
    try {
      await act('POST /staff/evaluations/{id}/flag', { params: { id }, body }, options);
      setOpened(false);
    } finally {
      // Also when it was refused: a colleague may have decided meanwhile.
      onDone();
    }
  });
  if (flagState === 'none') return null;
  const { words, tone } = states[flagState];
  return (
    <View className="desk-column">
      <View className="line">
        <Tag tone={tone}>{words}</Tag>
        <View>{flags.map((flag) => flag.words).join('；')}</View>
      </View>
      <FailureNotice failure={decide.failure} />
      {decides && flagState === 'open' && !opened && (
        <View className="desk-buttons">
          <Button
            kind="secondary"
            block={false}
            label={`核实这条评价：${rating.gradeWords} ${rating.on}`}
            onPress={() => setOpened(true)}
          >
            核实这条
          </Button>
        </View>
      )}
      {opened && (
        <ActQuestions
          form={decision}
          busy={decide.busy}
          gone={flagState !== 'open'}
          onSend={(answers) => void decide.run(answers)}
          onClose={() => setOpened(false)}
        />
      )}
    </View>
  );
}
