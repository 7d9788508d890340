import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import { type Answer, call } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { Fact } from '../../../components/facts';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { SlowNote } from '../../../components/resource-view';
import { useAction } from '../../../hooks/use-action';
import { momentOf } from '../../../hooks/words';
import { canScan, scan } from '../../../platform/scan';
import './result.css';

type Found = Answer<'GET /results/{code}'>;

const LETTERS = '23456789BCDFGHJKMNPQRSTVWXYZ';
const codeIn = new RegExp(`[${LETTERS}]{4}(-?[${LETTERS}]{4}){3}`);

/** Whether an electronic result is genuine, for whoever has its code; nobody has to sign in. */
export default function ResultCheckPage() {
  const { code: given = '' } = useRouter().params;
  const [code, setCode] = useState(given);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [found, setFound] = useState<Found | null>(null);

  const ask = useAction(async (options, wanted: string) => {
    setFound(null);
    setFound(await call('GET /results/{code}', { params: { code: wanted } }, options));
  });
  const submit = (typed: string) => {
    // A scanned code may be a whole address, or the code alone.
    const [wanted] = codeIn.exec(typed.toUpperCase()) ?? [];
    setErrors(wanted ? [] : [{ field: 'code', message: '核验码有 16 位，像 7K3Q-9FXM-2BCD-FGHJ。' }]);
    if (!wanted) return;
    setCode(wanted);
    void ask.run(wanted);
  };
  // Whoever scanned the code on the paper has nothing to fill in.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with what the address says
  useEffect(() => {
    if (given) submit(given);
  }, []);
  const scanned = async () => {
    const text = await scan();
    if (text) submit(text);
  };
  const unknown = ask.failure?.code === 'NOT_FOUND';
  return (
    <Page title="核验电子结果">
      <ErrorSummary errors={errors} />
      {unknown && (
        <Notice tone="red" title="没有这个核验码">
          对照纸上的核验码再填一次。还是没有，就不要当真，可以打 12345 核实。
        </Notice>
      )}
      {!unknown && (
        <FailureNotice
          failure={ask.failure}
          onRetry={ask.failure?.unknownOutcome ? () => submit(code) : undefined}
        />
      )}
      <Card>
        <View className="text-second">不用登录，填电子结果左下角的核验码，就能看到是不是真的。</View>
        <Field
          name="code"
          label="核验码"
          hint="16 位，横线可以不填"
          error={errors[0]?.message}
          value={code}
          onChange={setCode}
          maxlength={40}
          confirmType="search"
          onConfirm={() => submit(code)}
        />
        <Button loading={ask.busy} onPress={() => submit(code)}>
          {ask.busy ? '正在核验…' : '核验真伪'}
        </Button>
        {canScan && (
          <Button kind="secondary" onPress={() => void scanned()}>
            扫结果上的码
          </Button>
        )}
      </Card>
      {ask.slow && <SlowNote />}
      {found && <Genuine found={found} />}
    </Page>
  );
}

function Genuine({ found }: { found: Found }) {
  return (
    <>
      <Notice tone={found.state === 'valid' ? 'green' : 'red'} title={found.words}>
        {found.sample ? '这是示例数据，不作凭证。' : '对照下面的内容，和您手上的一样才是同一份。'}
      </Notice>
      <Card title={found.itemName}>
        <Fact name="申请人">{found.holder}</Fact>
        <Fact name="结果">{found.outcome}</Fact>
        <Fact name="编号">{found.number}</Fact>
        <Fact name="部门">{found.department}</Fact>
        <Fact name="大厅">{found.venueName}</Fact>
        <Fact name="决定">{momentOf(found.decidedAt)}</Fact>
        <Fact name="签发">{momentOf(found.issuedAt)}</Fact>
      </Card>
      <Card title="文件有没有被改过">
        <View className="text-second">
          手上有 PDF 文件的，可以算出它的 SHA-256，和这一串一样就没有被改过：
        </View>
        <View className="check-digest">{found.sha256}</View>
      </Card>
    </>
  );
}
