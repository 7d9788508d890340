import { View } from '@tarojs/components';
import type { Material } from '../../../../shared/contract';
import { Card } from '../../../components/card';
import { MaterialList } from '../../../components/material-list';

/** What to bring. */
export function Materials({ code, materials }: { code: string; materials: readonly Material[] }) {
  return (
    <Card title="要带什么">
      {materials.length === 0 ? (
        <View>不用带材料。</View>
      ) : (
        <>
          <View className="text-second">备好一样，勾一样，记在这台手机上。</View>
          <MaterialList code={code} materials={materials} />
        </>
      )}
    </Card>
  );
}
