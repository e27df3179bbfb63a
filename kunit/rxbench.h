/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A receive ring without a chip: frames are put into its buffers by hand, and
 * what the stack and a program's transmit ring would get is kept.
 */
#ifndef VTC_KUNIT_RXBENCH_H
#define VTC_KUNIT_RXBENCH_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include "../common/qvec.h"
#include "../common/xdprun.h"
#include "fake_dma.h"
#include "fake_hw.h"
#include "kunit.h"

#define RXBENCH_SIZE	64
#define RXBENCH_AT	0xc000
#define RXBENCH_REGS	0x10000

/**
 * struct vtc_rxbench - the ring and who is around it
 * @fake: registers
 * @clock: time
 * @hw: the function
 * @netdev: its netdev, two queues of each kind
 * @dp: its datapath
 * @qv: vector of the ring
 * @rx: the ring
 * @tx: transmit ring of its pair
 * @set: both
 * @reg: registers
 * @stays: a queue stays as it is when it is enabled or disabled
 * @set_up_while_on: registers of a running queue were written
 * @next: descriptor the chip writes back next
 * @stack: what the stack got
 * @received: frames it was told of by @dp
 * @bytes: and their bytes
 * @act: what the program says
 * @moves: bytes that it moves the beginning of a frame
 * @metas: bytes of metadata that it puts before that
 * @runs: times it was run
 * @seen: length of the frame it saw last, fragments included
 * @prog: the program
 * @aux: about it
 * @at: where it is found
 * @redirect_err: what becomes of a redirection
 * @redirects: how many there were
 * @flushes: and how often they were sent off
 * @sent: frames given to @tx
 * @sends: in how many goes
 * @takes: so many more frames it takes
 * @echo: the last of them
 * @queue: ring they were given to
 * @no_skb: there is no memory for an skb
 * @warned: programs that said nonsense
 * @exceptions: and those whose wish failed
 */
struct vtc_rxbench {
	struct vtc_fake fake;
	struct vtc_fake_clock clock;
	struct vtc_hw hw;
	struct net_device *netdev;
	struct vtc_dp dp;
	struct vtc_qvec qv;
	struct vtc_rx_ring rx;
	struct vtc_tx_ring tx;
	struct vtc_ringset set;
	u32 reg[RXBENCH_REGS / 4];
	bool stays;
	bool set_up_while_on;
	u32 next;
	struct sk_buff_head stack;
	u32 received;
	u32 bytes;
	u32 act;
	int moves;
	int metas;
	unsigned int runs;
	unsigned int seen;
	struct bpf_prog *prog;
	struct bpf_prog_aux *aux;
	struct bpf_prog *at;
	int redirect_err;
	unsigned int redirects;
	unsigned int flushes;
	unsigned int sent;
	unsigned int sends;
	int takes;
	struct vtc_tx_echo echo;
	const struct vtc_tx_ring *queue;
	bool no_skb;
	unsigned int warned;
	unsigned int exceptions;
};

struct vtc_rxbench *vtc_rxbench_make(struct kunit *test);
void vtc_rxbench_exit(struct kunit *test);
void vtc_rxbench_run(struct kunit *test, struct vtc_rxbench *b, bool xdp);
void vtc_rxbench_end(struct kunit *test, struct vtc_rxbench *b);
struct vtc_rx_wb *vtc_rxbench_frame(struct vtc_rxbench *b, u32 len);
struct vtc_rx_wb *vtc_rxbench_piece(struct vtc_rxbench *b, u32 len, bool last);
int vtc_rxbench_poll(struct vtc_rxbench *b, int budget);

#endif /* VTC_KUNIT_RXBENCH_H */
