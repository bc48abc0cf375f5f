import type { Measure } from '../../shared/command/skill.ts';
import type { Watched } from './engine.ts';

type Value = Measure['values'][number];

/** What each check's last look saw: whether it is up, how long it took, days that its certificate has left. `check` is its name, `id` tells two of one name apart. */
export function gaugesOf(watched: Iterable<Watched>): readonly Measure[] {
  const up: Value[] = [];
  const latency: Value[] = [];
  const days: Value[] = [];
  for (const { check, state, last } of watched) {
    const labels = { check: check.name, id: check.id };
    if (state.status === 'up' || state.status === 'down') up.push({ labels, value: state.status === 'up' ? 1 : 0 });
    if (last?.finding.up && last.finding.ms > 0) latency.push({ labels, value: last.finding.ms / 1_000 });
    if (last?.finding.certificate) days.push({ labels, value: last.finding.certificate.daysLeft });
  }
  return [
    { name: 'bellhop_check_up', help: 'Whether what is watched is up', values: up },
    { name: 'bellhop_check_latency_seconds', help: 'How long its last good look took', values: latency },
    { name: 'bellhop_check_certificate_days', help: 'Days that its certificate has left', values: days },
  ];
}
