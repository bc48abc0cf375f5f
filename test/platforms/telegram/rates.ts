/** Bots FAQ: about 30 a second in all, 1 a second a chat with short bursts, 20 a minute in a group. Answers the seconds to wait, 0 when the call may pass. */
export function rates(now: () => number) {
  const sent: { chat: number; at: number }[] = [];
  return (chat: number): number => {
    const at = now();
    while (sent[0] && sent[0].at <= at - 60_000) sent.shift();
    const within = (ms: number, here: boolean) => sent.filter((one) => one.at > at - ms && (!here || one.chat === chat)).length;
    // A burst of 3 passes, as Telegram's does; a whole second's worth more than that doesn't.
    if (within(1_000, false) >= 30 || within(3_000, true) >= 5) return 1;
    if (chat < 0 && within(60_000, true) >= 20) return 60;
    sent.push({ chat, at });
    return 0;
  };
}
